import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// `vite` alone is for developing against a running server: BASE_URL says where it is.
const server = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
const EARLY = 'src/theme.js'

/** The script that runs before the first paint is no module, but gets a hashed name like all the rest. */
function earlyScript(): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', name: 'theme.js', source: readFileSync(EARLY) })
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const file = Object.values(bundle ?? {}).find((f) => f.type === 'asset' && f.names.includes('theme.js'))
        if (!file || !html.includes(`src="/${EARLY}"`)) throw new Error(`${EARLY} lost its place in index.html`)
        return html.replace(`src="/${EARLY}"`, `src="/${file.fileName}"`)
      },
    },
  }
}

/** The worker of the round keeps its name: a browser asks for it by that. */
function roundWorker(): Plugin {
  return {
    name: 'round-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', fileName: 'round-worker.js', source: readFileSync('src/lib/outbox/worker.js') })
    },
  }
}

/** The screens that residents open without a network. */
const OFFLINE = /^(?:MapScreen|WizardScreen|MeScreen|ReportScreen)$/

/** The worker of residents' pages, in one file under a name that stays, which knows what these pages are made of. */
function residentsWorker(): Plugin {
  return {
    name: 'residents-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const files = new Set<string>()
        const add = (name: string): void => {
          const file = bundle[name]
          if (!file || files.has(name)) return
          files.add(name)
          if (file.type !== 'chunk') return
          for (const next of file.imports) add(next)
          const { importedCss, importedAssets } = (file as { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } }).viteMetadata ?? {}
          for (const next of [...(importedCss ?? []), ...(importedAssets ?? [])]) add(next)
        }
        for (const file of Object.values(bundle)) {
          const own = file.type === 'chunk' ? file.isEntry || OFFLINE.test(file.name) || /maplibre/.test(file.fileName) : /theme|mark|maplibre|proof|cyrillic-wght|latin-wght/.test(file.fileName)
          if (own) add(file.fileName)
        }
        const paths = [...files].filter((name) => name.startsWith('assets/') && !/-(?:ext|math|symbols|vietnamese)-/.test(name)).map((name) => `/${name}`).sort()
        const made = await build({
          configFile: false,
          logLevel: 'silent',
          define: { FILES: JSON.stringify(paths), VERSION: JSON.stringify('{version}') },
          build: { write: false, copyPublicDir: false, target: 'es2022', lib: { entry: 'src/worker/worker.ts', formats: ['iife'], name: 'worker' } },
        })
        const outputs = (Array.isArray(made) ? made : [made]) as { output: { type: string; code?: string }[] }[]
        const code = outputs[0]!.output.find(({ type }) => type === 'chunk')!.code!
        const version = createHash('sha256').update(code).digest('hex').slice(0, 12)
        this.emitFile({ type: 'asset', fileName: 'worker.js', source: code.replace('{version}', version) })
      },
    },
  }
}

/** What a phone shows of the page on its home screen, once for each language. */
function manifests(): Plugin {
  return {
    name: 'manifests',
    apply: 'build',
    buildStart() {
      for (const language of ['ru', 'en']) {
        const words = JSON.parse(readFileSync(`../locales/${language}.json`, 'utf8')) as Record<string, string>
        const icon = (sizes: string, purpose: string) => ({ src: `/icons/${purpose === 'maskable' ? 'maskable' : sizes.split('x')[0]}.png`, sizes, type: 'image/png', purpose })
        const shortcut = (name: string, url: string) => ({ name, url, icons: [{ src: '/icons/192.png', sizes: '192x192' }] })
        const manifest = {
          id: '/', start_url: '/', scope: '/', display: 'standalone', lang: language, dir: 'ltr',
          name: words.common_product, short_name: words.app_short_name, description: words.app_description,
          theme_color: '#0B5B66', background_color: '#F5F4EF', categories: ['government', 'utilities'],
          icons: [icon('192x192', 'any'), icon('512x512', 'any'), icon('512x512', 'maskable')],
          shortcuts: [shortcut(words.app_shortcut_report!, '/report'), shortcut(words.me_title!, '/me')],
        }
        this.emitFile({ type: 'asset', fileName: `manifest.${language}.webmanifest`, source: JSON.stringify(manifest) })
      }
    },
  }
}

export default defineConfig({
  plugins: [svelte(), earlyScript(), roundWorker(), residentsWorker(), manifests()],
  base: '/',
  // Nothing is inlined: the content security policy lets fonts and scripts come from this origin only.
  build: { assetsDir: 'assets', assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 1200 },
  server: { fs: { allow: ['..'] }, proxy: { '/api': server, '/tiles': server } },
  test: { include: ['src/**/*.test.ts'] },
})
