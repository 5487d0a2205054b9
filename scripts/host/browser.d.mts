import type { Browser, LaunchOptions } from 'playwright-core';

export function findChromium(): string;
export function browserOptions(): LaunchOptions;
export function launchBrowser(): Promise<Browser>;
