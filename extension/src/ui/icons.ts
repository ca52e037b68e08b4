// Pictures of buttons, as paths in a 16 by 16 box, filled.

export const gear = "M7 1h2l.3 1.8 1.3.5 1.5-1 1.4 1.4-1 1.5.5 1.3L15 7v2l-1.8.3-.5 1.3 1 1.5-1.4 1.4-1.5-1-1.3.5L9 15H7l-.3-1.8-1.3-.5-1.5 1-1.4-1.4 1-1.5-.5-1.3L1 9V7l1.8-.3.5-1.3-1-1.5 1.4-1.4 1.5 1 1.3-.5zM8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z";

/** A window with a panel at its side. */
export const sidePanel = "M2 2.5h12a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zm.5 1.5v8h6V4z";
