import '@fontsource-variable/onest/wght.css'
import './lib/ui/tokens.css'
import './lib/ui/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startRouter } from './lib/router.svelte'

startRouter()
mount(App, { target: document.getElementById('app')! })
