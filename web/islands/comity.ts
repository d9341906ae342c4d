// The few scripts of every page. Each adds something to a page that is complete without it.
import { leaveQuickly } from "./leave";
import { locate } from "./locate";
import { sendOnce } from "./once";

leaveQuickly();
locate();
sendOnce();
