'use strict';
// A page of files searches and narrows by itself: what it knows comes as a script, as `fetch` is refused to files.
(() => {
  const {root, language, here} = document.currentScript.dataset;
  const asked = new URLSearchParams(location.search);
  const page = document.querySelector('main');
  const form = document.querySelector('form.seek');
  const HAN = /[\u3400-\u9fff]/;
  const FILLER = /什么|怎么样|怎么|为什么|哪些|会不会|是不是|有没有|可以|[的了吗呢吧会能将被把和与或在是有]/g;
  const ASKING = new Set('a about an and are at be been by can do does for has have how i in is it its of on or so that the their them they this to was were what when where which who why will with you'.split(' '));
  const MOST = 40;

  // Each script says one value by its own name: a question loads those that it needs, and no other.
  const loads = {};
  const load = name => loads[name] ??= new Promise((loaded, failed) => {
    const script = document.createElement('script');
    script.src = `${root}static/${name}.js`;
    script.onload = () => loaded(window.HINDSIGHT[name]);
    script.onerror = failed;
    document.head.append(script);
  });

  // Numbers come as what each is more than the one before.
  const numbers = steps => { let at = 0; return steps.map(step => at += step); };

  // What is wanted of a long list that is cut into scripts.
  async function parts(name, size, wanted) {
    const found = await Promise.all(wanted.map(at => load(`${name}-${Math.floor(at / size)}`)));
    return wanted.map((at, place) => found[place][at % size]);
  }

  function normal(text, simplified) {
    const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFKC').toLowerCase();
    return plain.replace(/[\u3400-\u9fff]/g, sign => simplified[sign] || sign);
  }

  // Words, and of Chinese each pair of characters: two-character words are found without a dictionary.
  function pieces(text) {
    const found = [];
    for (const run of text.replace(FILLER, ' ').match(/[\u3400-\u9fff]+|[a-z0-9]+/g) || []) {
      if (HAN.test(run)) for (let at = 0; at < Math.max(1, run.length - 1); at++) found.push(run.slice(at, at + 2));
      else if (!ASKING.has(run)) found.push(run.length > 3 ? run.replace(/s$/, '') : run);
    }
    return [...new Set(found)].slice(0, 24);
  }

  const partOf = (word, cut) =>
    (word.charCodeAt(0) * 31 + (HAN.test(word) || word.length < 2 ? 0 : word.charCodeAt(1))) % cut;

  // Which texts hold a piece, and how many do: longer Latin words by how they begin.
  async function holding(piece, cut) {
    const words = await load(`search/words-${partOf(piece, cut)}`);
    const begun = !HAN.test(piece) && piece.length > 2;
    const same = Object.keys(words).filter(word => begun ? word.startsWith(piece) : word === piece);
    const texts = new Set(same.flatMap(word => numbers(words[word].slice(1))));
    return {texts, count: Math.max(texts.size, ...same.map(word => words[word][0]))};
  }

  // Rare pieces count for more; those in every tenth text only where nothing else is left, as in the chat.
  async function find(words) {
    const {count, cut, lengths, length, signs, simplified} = await load('search/index');
    const turned = {}, pairs = [...simplified];
    for (let at = 0; at < pairs.length; at += 2) turned[pairs[at]] = pairs[at + 1];
    const asked = cut ? pieces(normal(words, turned)) : [];
    const hits = (await Promise.all(asked.map(piece => holding(piece, cut)))).filter(held => held.count);
    const rare = hits.filter(held => held.count <= count / 10);
    const marks = new Map();
    for (const held of rare.length ? rare : hits)
      for (const at of held.texts) {
        const size = signs.indexOf(lengths[at]) * length;
        marks.set(at, (marks.get(at) || 0) + Math.log(1 + count / held.count) / Math.sqrt(1 + size / 400));
      }
    return [...marks].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST).map(([at]) => at);
  }

  const made = (name, words, more = {}) => Object.assign(document.createElement(name), {textContent: words ?? '', ...more});
  const way = address => {
    const [path, fields] = address.split('#')[0].split('?');
    const anchor = address.includes('#') ? `#${address.split('#')[1]}` : '';
    return `${root}${language}/${path ? `${path}/` : ''}index.html${fields ? `?${fields}` : ''}${anchor}`;
  };
  const link = (words, address) => made('a', words, {href: way(address)});
  const say = (message, count) => made('p', message.replace('{count}', count), {role: 'status'});

  async function search(words) {
    form.q.value = words;
    const [messages, {part}, found] = await Promise.all([load(`words/${language}`), load('search/index'), find(words)]);
    const list = made('ul', '', {className: 'items'});
    for (const [kind, text, address] of await parts(`search/${language}`, part, found)) {
      const item = made('li', '', {className: 'leads'});
      item.append(made('b', `${kind} `), link(text, address));
      list.append(item);
    }
    const told = say(messages[found.length ? 'search-counted' : 'search-nothing'], found.length);
    const article = page.querySelector('article') || page;
    article.replaceChildren(article.querySelector('h1'), told, list);
    document.title = `${words} · ${document.title}`;
  }

  function line(row) {
    const made_ = made('tr'), state = made('td', '', {className: 'state'}), says = made('th', '', {scope: 'row'});
    const chip = made('span', '', {className: `chip ${row.state}`});
    chip.innerHTML = `<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><use href="#m-${row.state}"/></svg>`;
    chip.firstChild.classList.add(row.state);
    chip.append(row.stands);
    state.append(chip, made('span', row.leans, {className: 'soft leans'}));
    const about = made('span', '', {className: 'soft'});
    row.sectors.forEach(([name, address], at) => about.append(at ? ' · ' : '', link(name, address)));
    says.append(link(row.statement, row.address), about);
    const said = made('td');
    said.append(link(...row.source), ' ', made('span', row.said, {className: 'soft'}));
    const days = [row.until || row.ends, row.ruled || '–'].map(day => made('td', day, {className: 'day'}));
    made_.append(state, says, said, ...days);
    return made_;
  }

  // The numbers of the forecasts that all fields let through, in the order that is asked for.
  async function chosen(wanted, sort, table) {
    const [order, ...lists] = await Promise.all([
      table.orders.includes(sort) ? load(`table/order-${sort}`) : [...Array(table.count).keys()],
      ...wanted.map(([name, value]) => load(`table/by-${name}`).then(values => new Set(numbers(values[value] || [])))),
    ]);
    return order.filter(at => lists.every(those => those.has(at)));
  }

  // Which pages one leads on by, as everywhere: of many the first, the last and those beside the one that is shown.
  function leading(number, last) {
    const near = last <= 9 ? [...Array(last).keys()].map(at => at + 1) : [1, number - 1, number, number + 1, last];
    const kept = [...new Set(near)].filter(at => at > 0 && at <= last).sort((a, b) => a - b);
    return kept.flatMap((at, place) => (place && at > kept[place - 1] + 1 ? [0, at] : [at]));
  }

  function pager(number, last, messages) {
    const others = [...asked].filter(([name]) => name !== 'page');
    const to = at => `?${new URLSearchParams([...others, ['page', at]])}`;
    const beside = (at, words, rel) => (at > 0 && at <= last ? [made('a', words, {href: to(at), className: 'button', rel})] : []);
    const list = made('ol');
    for (const at of leading(number, last)) {
      const item = made('li'), shown = made(at && at !== number ? 'a' : 'span', at || '…');
      if (at === number) shown.setAttribute('aria-current', 'page');
      else if (!at) shown.setAttribute('aria-hidden', 'true');
      else shown.setAttribute('aria-label', messages['page-number'].replace('{number}', at));
      if (at && at !== number) shown.href = to(at);
      item.append(shown);
      list.append(item);
    }
    const nav = made('nav', '', {className: 'pages'});
    nav.setAttribute('aria-label', messages['page-pages']);
    nav.append(...beside(number - 1, messages['button-back'], 'prev'), list, ...beside(number + 1, messages['button-on'], 'next'));
    return nav;
  }

  // What is asked for goes along where a field is changed, or the table is sorted.
  function carry(wanted, sort) {
    const filters = page.querySelector('form.filters');
    for (const [name, value] of wanted) {
      const field = filters?.querySelector(`[name="${CSS.escape(name)}"]`);
      if (!field) continue;
      // Of very many choices some have no option.
      if (![...field.options].some(option => option.value === value)) field.append(new Option(value, value));
      field.value = value;
    }
    if (sort) filters?.append(made('input', '', {type: 'hidden', name: 'sort', value: sort}));
    for (const head of page.querySelectorAll('table.forecasts thead a')) {
      const to = new URL(head.href);
      for (const [name, value] of wanted) to.searchParams.set(name, value);
      head.href = to;
    }
  }

  async function narrow(fields) {
    const [table, messages] = await Promise.all([load('table/index'), load(`words/${language}`)]);
    const wanted = [...fields].filter(([name, value]) => value && table.fields.includes(name));
    const sort = fields.get('sort') || '';
    const found = await chosen(wanted, sort, table);
    const shown = page.querySelector('table.forecasts');
    if (!shown) return;
    const last = Math.max(1, Math.ceil(found.length / table.page));
    const number = Math.min(last, Math.max(1, parseInt(fields.get('page'), 10) || 1));
    const rows = await parts(`table/${language}`, table.part, found.slice((number - 1) * table.page, number * table.page));
    shown.tBodies[0].replaceChildren(...rows.map(line));
    carry(wanted, sort);
    page.querySelector('nav.pages')?.remove();
    if (last > 1) shown.after(pager(number, last, messages));
    const heading = page.querySelector('h1');
    heading.textContent = heading.textContent.replace(/[\d,]+/, found.length);
    heading.after(say(messages['filters-counted'], found.length));
    heading.nextSibling.className = 'skip';  // the heading says it to who sees it
  }

  if (here === 'search' && asked.get('q')) search(asked.get('q'));
  if (here === 'predictions' && [...asked].some(([, value]) => value)) narrow(asked);
  if (here === 'front') {
    const spoken = navigator.languages.map(tag => tag.toLowerCase()).find(tag => /^(zh|en)\b/.test(tag)) || 'en';
    const chosen = !spoken.startsWith('zh') ? 'en' : /hant|tw|hk|mo/.test(spoken) ? 'zh-hant' : 'zh';
    location.replace(`${chosen}/index.html`);
  }
  form?.q?.addEventListener('focus', () => load('search/index').catch(() => {}), {once: true});
})();
