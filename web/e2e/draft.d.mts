import type { Page } from '@playwright/test'

export function keepDraft(page: Page, city: string, draft: object | null): Promise<void>

export function keptDraft(page: Page, city: string): Promise<string>
