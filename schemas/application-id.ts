/** Whether a text is the application id of a service principal, a UUID, and not its display name. */
export const isApplicationId = (text: string): boolean =>
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
