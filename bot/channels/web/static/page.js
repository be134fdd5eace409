// Every page but the chat: leaving at once, and printing where there is something to print.

import { listenForLeaving } from "./leave.js";

listenForLeaving(document.getElementById("leave"));
const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
