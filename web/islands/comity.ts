// The few scripts of every page. Each adds something to a page that is complete without it.
import { forget } from "./forget";
import { leaveQuickly } from "./leave";
import { locate } from "./locate";
import { sendOnce } from "./once";

forget();
leaveQuickly();
locate();
sendOnce();
