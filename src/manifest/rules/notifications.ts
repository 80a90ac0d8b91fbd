import { items, type PartialEndpoint, type RuleFinding } from './rule.ts';
import { isVariable } from './texts.ts';

export function* notificationRules({ email_notifications: emails }: PartialEndpoint): Generator<RuleFinding> {
  for (const event of ['on_update_success', 'on_update_failure'] as const) {
    for (const [index, address] of items(emails?.[event])) {
      if (isVariable(address) || /^[^@\s]+@[^@\s]+$/.test(address)) continue;
      yield {
        code: 'email-address',
        path: ['email_notifications', event, index],
        message: 'this does not look like an e-mail address',
        hint: 'write it as `name@example.com`',
      };
    }
  }
}
