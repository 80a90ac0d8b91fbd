import { list, message, text } from '../decode.ts';

export const emailNotifications = message({ on_update_success: list(text), on_update_failure: list(text) });
