import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

// The server under test is started by whoever runs this; BASE_URL says where it is.
const baseURL = process.env.BASE_URL
if (!baseURL) throw new Error('set BASE_URL to a running server in demo mode, for example http://127.0.0.1:8080')

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: join(tmpdir(), `citycenter-e2e-${process.env.E2E_PART ?? 0}`),
  // The stories of a part share one server.
  workers: 1,
  // Patience for a machine that does much beside: whatever waits for something stops waiting when it is there.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: 'list',
  // A story that fails once is told again; one that passes then is named as flaky in the closing lines.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  use: {
    baseURL,
    locale: 'ru-RU',
    // What a worker answers no story could hold up or change; those about workers let them in.
    serviceWorkers: 'block',
    // Colours on their way to others are neither: what is looked at has arrived.
    contextOptions: { reducedMotion: 'reduce' },
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    actionTimeout: 40_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--use-angle=swiftshader', '--use-gl=angle', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-gpu-compositing', '--disable-gpu-rasterization',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
})
