// The link that leaves this page: without a script it is a link like any other; with one, going back does not lead here.

export function leaveQuickly(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-leave]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.documentElement.hidden = true; // nothing is left to see while the other page loads
      location.replace(link.href);
    });
  }
}
