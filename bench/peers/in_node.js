// Peers in JavaScript with nothing behind them, as in_python.py: `send NAME URL COUNT FLIGHT`, or `echo NAME URL`.
const http = require("http")
const TOKEN = "123456:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
const WARM = 100
const agent = new http.Agent({ keepAlive: true })

function telegraf(url) {
  return new (require("telegraf").Telegraf)(TOKEN, { telegram: { apiRoot: url, agent } })
}

function grammy(url) {
  return new (require("grammy").Bot)(TOKEN, { client: { apiRoot: url, baseFetchConfig: { agent, compress: true } } })
}

async function send(name, url, count, flight) {
  const { text, ...more } = JSON.parse(require("fs").readFileSync(0, "utf8"))
  const api = name === "telegraf" ? telegraf(url).telegram : grammy(url).api
  let chat = 1
  const loops = last => Promise.all(Array.from({ length: flight }, async () => {
    while (chat < last) await api.sendMessage(chat++, text, more)
  }))
  await loops(WARM)
  const began = process.hrtime.bigint(), before = process.cpuUsage()
  await loops(WARM + count)
  const used = process.cpuUsage(before)
  console.log(JSON.stringify([Number(process.hrtime.bigint() - began) / 1e9, (used.user + used.system) / 1e6]))
  process.exit(0)
}

function echo(name, url) {
  if (name === "telegraf") {
    const bot = telegraf(url)
    bot.on("text", ctx => ctx.reply(ctx.message.text))
    bot.on("callback_query", ctx => Promise.all([ctx.answerCbQuery(), ctx.editMessageText(ctx.callbackQuery.data)]))
    bot.launch()
  } else {
    const bot = grammy(url)
    bot.on("message:text", ctx => ctx.reply(ctx.message.text))
    bot.on("callback_query:data", ctx =>
      Promise.all([ctx.answerCallbackQuery(), ctx.editMessageText(ctx.callbackQuery.data)]))
    bot.start()
  }
}

const [what, name, url, count, flight] = process.argv.slice(2)
if (what === "send") send(name, url, Number(count), Number(flight))
else echo(name, url)
