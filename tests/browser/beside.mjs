export function beside() {}
