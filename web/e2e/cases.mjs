// Cases in the states that the tour wants to draw, made through the API as people would.
import { randomBytes } from 'node:crypto'

/** Version 7, as the server asks of whoever names what it makes. */
function id() {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Files and moves cases; each comes back with its number and its secret. `picture` is a JPEG. */
export async function makeCases(browser, base, city, accounts, picture) {
  const at = `/api/v1/cities/${city.slug}`
  const contexts = []
  let service = null
  const open = async (login) => {
    const context = await browser.newContext({ baseURL: base })
    contexts.push(context)
    const account = accounts.find((a) => a.login === login)
    if (account) {
      const { user } = await said(context.request.post('/api/v1/sessions', { data: { login, password: account.password, city: city.slug } }))
      service = user.department?.slug ?? service
    }
    return context.request
  }
  const [author, dispatcher, worker, head] = [await open(null), await open('dispatcher'), await open('lighting'), await open('head-lighting')]
  let filed = 0

  async function photo(request) {
    const name = id()
    await said(request.put(`${at}/photos/${name}`, { data: picture, headers: { 'content-type': 'image/jpeg' } }))
    return name
  }
  async function file(description) {
    const report = {
      id: id(), type: 'road-street-lighting', description, language: 'ru', secret: randomBytes(16).toString('hex'),
      place: { lat: city.center.lat + (filed % 6) * 0.0012, lon: city.center.lon + Math.floor(filed++ / 6) * 0.0015 }, photos: [await photo(author)],
    }
    const { number } = await said(author.post(`${at}/reports`, { data: report }))
    const made = { id: report.id, number, secret: report.secret, place: report.place }
    // Whoever owns the nearest post has it; the tour is about one service.
    const { department } = await view(dispatcher, made)
    if (department.slug !== service) await move(dispatcher, made, 'assigned', { department: service, note: 'Это их линия' })
    return made
  }
  const view = (request, made) => said(request.get(`${at}/reports/${made.id}`))
  async function change(request, made, what, body) {
    const { version } = await view(dispatcher, made)
    const headers = request === author ? { 'x-report-secret': made.secret } : {}
    return said(request.post(`${at}/reports/${made.id}/${what}`, { data: { seen_version: version, ...body }, headers }))
  }
  const move = (request, made, to, more = {}) => change(request, made, 'transitions', { to, ...more })
  async function started(description) {
    const made = await file(description)
    await move(worker, made, 'accepted')
    await move(worker, made, 'in_progress')
    return made
  }

  const asked = await started('Не горит фонарь у подъезда')
  await move(worker, asked, 'waiting_for_resident', { note: 'Какой номер на столбе?' })
  const news = await started('Мигает лампа над переходом')
  await change(worker, news, 'made-safe', { note: 'Отключили линию', photos: [] })
  const { ribbon } = await view(worker, news)
  await move(worker, news, 'planned', { planned_for: ribbon.due_on })
  await change(worker, news, 'extensions', { id: id(), days: 3, reason: 'Кабель привезут позже' })
  const { extensions } = await view(worker, news)
  await change(head, news, `extensions/${extensions[0].id}/decision`, { approved: true })
  await change(worker, news, 'extensions', { id: id(), days: 2, reason: 'Ждём вышку' })
  await change(worker, news, 'publication', { text: 'published' })
  await said(head.post(`${at}/reports/${news.id}/remarks`, { data: { id: id(), text: '@lighting, кабель гнилой, нужна муфта. Кто поедет?' } }))
  await said(worker.post(`${at}/reports/${news.id}/remarks`, { data: { id: id(), text: 'Муфта есть, выезжаем в 14:00, @head-lighting' } }))
  const headers = { 'x-file-name': encodeURIComponent('Акт осмотра.txt'), 'content-type': 'application/octet-stream' }
  await said(worker.put(`${at}/reports/${news.id}/attachments/${id()}`, { data: Buffer.from('Кабель перебит'), headers }))
  await change(head, news, 'subtasks', { id: id(), department: 'road-service', task: 'Вскрыть асфальт и закрыть после нас' })
  await change(worker, news, 'inspections', { id: id(), inspected_at: new Date().toISOString(), finding: 'confirmed', act: 'Кабель перебит' })
  const done = await started('Плафон разбит')
  await move(worker, done, 'resolved', { photos: [await photo(worker)], note: 'Заменили плафон' })
  const away = await started('Фонарь во дворе торгового центра')
  await move(head, away, 'forwarded', { responsible: 'Управляющая компания «Центр»', note: 'Это их участок, заявку передали' })
  const merged = await file('Темно, как и у соседей')
  await move(worker, merged, 'duplicate', { original: asked.number })
  const disputed = await started('Снова не горит')
  await move(worker, disputed, 'resolved', { photos: [await photo(worker)] })
  await move(author, disputed, 'disputed', { note: 'Погас на второй день', rating: 2 })
  const round = [await started('Темно у перехода'), await file('Моргает у школы'), await file('Не горит у парка')]
  const { people } = await said(head.get(`${at}/desk/people`))
  const master = people.find((person) => person.department === service && person.role === 'worker')
  const crew = id()
  await said(head.put(`${at}/desk/crews/${crew}`, { data: { seen_version: 0, name: 'Бригада 2', members: [master.id] } }))
  for (const [n, made] of round.entries()) {
    await change(head, made, 'assignee', n === 1 ? { assignee: null, crew } : { assignee: master.id })
  }
  for (const context of contexts) await context.close()
  return { round, asked, news, done, away, merged, disputed }
}

async function said(answer) {
  const response = await answer
  if (!response.ok()) throw new Error(`${response.url()}: ${response.status()} ${await response.text()}`)
  return response.status() === 204 ? null : response.json()
}
