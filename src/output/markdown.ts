import { escapeControls } from './escape.ts';

/** The most that a step summary of GitHub Actions takes is 1 MiB; what is longer is cut before that. */
export const maxSummaryLength = 900_000;

export const escapeHtml = (text: string): string =>
  escapeControls(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, ' ');

export const escapeMarkdown = (text: string): string => escapeHtml(text).replace(/[\\`*_[\]|]/g, '\\$&');
