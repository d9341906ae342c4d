// The few scripts of every page. Each adds something to a page that is complete without it.
import { forget } from "./forget";
import { leaveQuickly } from "./leave";
import { locate } from "./locate";
import { offerMaps } from "./maps";
import { sendOnce } from "./once";

forget();
leaveQuickly();
locate();
offerMaps();
sendOnce();
