## 我们是谁

name = 回头看 · Hindsight
welcome = 当年怎么预测 AI，后来应验了没有
home-lead = 这里收着各家对 AI 的预测，每句话都注明出处、日期和段落。到了日子，我会回头看看它们应验了没有。
welcome-how-group = 想找什么，发“/search”加上要找的词。全部命令：
introduced = 我是“回头看”：看 AI 预测后来应验了没有。
introduced-meet = 认识一下：
striking-said = { $source }在 { $when }说：
striking-held = 应验了：{ $why }
striking-failed = 落空了：{ $why }
striking-late-held = 应验了（规则是事后补写的）：{ $why }
striking-late-failed = 落空了（规则是事后补写的）：{ $why }
countdown-up = { $days ->
    [0] ⏳ 今天有 { $count } 条预测到期。
   *[other] ⏳ 再过 { $days } 天，有 { $count } 条预测到期。
}
countdown-ruled = ⏳ 再过 { $days } 天，有 { $count } 条预测该判定了。
door-story = 来龙去脉
door-rest = 其他判定
door-by-field = 按行业看
door-changed = 🔔 哪些预测到期了
door-verdicts = ⚖️ 最近的判定
door-browse = 📚 看看有哪些文章
door-sectors = 行业
door-help = 全部命令
help-title = 我能做什么
help-typing = 中文、英文随便输入，就能搜遍所有条目。也可以用命令：
help-typing-group = 在群里我认命令；提到我或者回复我，也会回答：
help-editors = 编辑专用
help-files = 发一个 .yaml 文件、几个文件或它们的 zip 给我：发布之前，你会先看到哪里有错，或者改了什么。
name-draft = 草稿
name-due = 待办
name-resolve = 下判定
name-standing = 记近况
name-history = 版本历史
name-undo = 撤回上一版
name-file = 文件
name-reload = 重新读取
name-admin = 发送情况
command-draft = 草稿，以及各改了什么
command-publish = 发布草稿
command-discard = 丢弃草稿
command-due = 哪些预测到期待判、该再看一眼，拖得最久的在前
command-resolve = 下判定：结果、理由、证据
command-standing = 记近况：未到期的预测眼下看怎样、为什么、何时再看
command-history = 版本历史：谁在何时改了什么
command-undo = 恢复上一个版本
command-file = 取文件，改好再发回来
command-reload = 立即重新读取文件
command-admin = 这一周的回头看送得怎么样
about-title = 关于
about = 我是“回头看”，用自己的话概括那些预测 AI 走向的文章，给每条预测定下期限和判定标准，到期后由编者对照事实、附上证据来判定。预测就写成预测，猜测就写成猜测；¶ 后面是原文的段落号。
about-edition = 版本 { $version } · 内容编号 { $edition } · 共 { $count } 篇文章
about-seal = 本版存证码：{ $seal }
    把它记下来，以后谁手里有发布历史，就能查证（verify --history --head）：在它之前的规则、判定和近况有没有被改动过。
about-marks = 标记：⏳ 未到期 · 🔔 到期待判 · ✅ 应验 · 🌓 部分应验 · ❌ 落空 · ❔ 无法判定 · ⚪ 作废，前提没有出现
about-leanings = ⏳ 旁边是编者某一天看到的近况，不计入战绩：↗️ 偏向应验 · ↘️ 偏向落空 · 🔀 迹象不一 · 🌱 为时尚早
about-events = 时间线里：📜 文中说的往事 · 🔮 文中说的将来
language-title = 语言 · Language
language-which = 用哪种语言回答你？
language-chosen = 好的，之后都用中文回答。
converted = 繁体中文由简体自动转换。

## 命令：叫什么，做什么

name-briefings = 文章
name-sectors = 行业
name-timeline = 时间线
name-advice = 建议
name-predictions = 预测
name-debates = 争论
name-term = 术语
name-search = 搜索
name-language = 语言
name-help = 帮助
name-about = 关于
command-briefings = 文章列表，新的在前
command-sectors = 各行业：谁受益，谁受冲击
command-timeline = 时间线：过去与预测，逐年看
command-advice = 给不同人的建议和理由
command-predictions = 预测及其进展
command-debates = 各家观点的异同
command-term = 术语，一句话说清
command-search = 按任意词句搜索
command-language = 中文 / 繁體中文 / English
command-help = 全部命令
command-about = 版本、内容编号、来源

## 常用说法

range-dash = { " – " }
title = 《{ $title }》
half = { $number ->
    [1] { $year } 年上半年
   *[other] { $year } 年下半年
}
quarter = { $year } 年第 { $number } 季度
reposted = { $date } 转载
sentence-space = { "" }
because = 理由：{ $reason }
because-then = { $when }给出的理由：{ $reason }
dated-because = 时间依据：{ $reason }
since-then = 后来：{ $what }
wrote-then = { $when }写道：{ $text }
foretold = { $when }的预测：
wrote-named = { $source }{ $when }写道：{ $text }
named-when = { $source }{ $when }
when-half = { $number ->
    [1] { $year } 年上半年
   *[other] { $year } 年下半年
}
years-one = { $year } 年
years-some = { $first }–{ $last } 年
became-none = 当时没有就此作出可以检验的预测。
became-one = 唯一的一条预测{ $state ->
    [held] 应验了
    [partly] 部分应验
    [failed] 落空了
    [unclear] 无法判定
    [void] 前提没有出现，作废
    [due] 到期待判
    [proposed] 有了拟判，还不算数
   *[open] 还没到期
}{ $leaning }。
became-all = { $count } 条预测都{ $state ->
    [held] 应验了
    [partly] 部分应验
    [failed] 落空了
    [unclear] 无法判定
    [void] 因前提没有出现而作废
    [due] 到期待判
    [proposed] 有了拟判，还不算数
   *[open] 还没到期
}{ $leaning }。
became-some = { $count } 条预测，{ $parts }。
counted-held = 应验 { $count }
counted-partly = 部分应验 { $count }
counted-failed = 落空 { $count }
counted-unclear = 无法判定 { $count }
counted-void = 作废 { $count }
counted-due = 到期待判 { $count }
counted-proposed = 拟判 { $count }
counted-open = 未到期 { $count }
counted-leaning = { $leans ->
    [held] 偏向应验
    [failed] 偏向落空
    [mixed] 迹象不一
   *[too-early] 为时尚早
} { $count }
in-brackets = （{ $what }）
ruled-on = { $date } 判定{ $state }
most-telling = 最说明问题的一条判定
terms-title = { $count ->
    [0] 术语
   *[other] 共 { $count } 个术语
}
terms-about = 行话和文章里的说法，每个用一两句话讲明白。点开就看。
term-more = 哪里提到，怎么分享
term-also = 也叫：{ $names }
button-search-term = 🔍 哪里提到
button-terms = 📖 全部术语
your-turn = 轮到你了
nothing-here = 这里还没有内容。
of-paragraphs = 全文 { $count } 段
no-address = 手头的副本没有写明网址。
in-section = “{ $title }”：{ $at }
part-views = 各家怎么说
part-advice = 建议
part-forecasts = 各方的依据
part-where = 出处
button-overview = ‹ 概览
button-audiences = 所有对象
advice-to = 👉 致{ $audience }：
until = { $date } 到期
open-ended = 没有期限
window-endless = { $first } 起，没有截止日
button-back = ‹ 上一页
button-on = 下一页 ›
button-all = 全部
button-search = 🔍 搜一下
button-forecasts = 该行业的全部预测
button-sectors = 全部行业
button-timeline = 完整时间线
button-debates = 全部争论
button-same-source = 同一篇文章的其他预测
did-you-mean = 是不是想找：{ $meant }

## 文章

briefings-title = 共 { $count } 篇文章
thesis = 概括
read-source = 阅读原文
section-sectors = 行业
section-timeline = 时间线
section-advice = 建议
section-predictions = 预测
sector-observations = 作者所见
section-observations = 作者所见
section-figures = 数字
section-caveats = 提醒

## 行业

sectors-title = 共 { $count } 个行业
stance-benefits = 受益
stance-disrupted = 受冲击
stance-mixed = 有利有弊
stance-unaffected = 影响不大
stance-not-yet = 时候未到
field-wrote = { $years }有 { $count } 篇文章谈到这个行业。
stances-then = 当时的立场：{ $bar }
no-stance = 还没有文章对这个行业表态。

## 时间线

timeline-title = 时间线
timeline-of = { $year } 年时间线
timeline-lasting = 跨越多年的
timeline-quiet = 没有文章单说 { $year } 年。
event-past = 📜
event-forecast = 🔮
forecasts-until = { $count } 条预测以 { $year } 年为限

## 建议

advice-title = 给不同人的建议
advice-for = 给{ $audience }的建议
advice-summary = { $years }有 { $sources } 篇文章给他们提过 { $count } 条建议。

## 预测

prediction = 预测
predictions-title = { $count ->
    [0] 预测
   *[other] 共 { $count } 条预测
}
predictions-none = { $filters ->
    [1] 现在没有这样的预测。
   *[other] 没有同时符合这些条件的预测。下面是最先到期的几条。
}
predictions-none-ruled = { $count ->
    [1] “{ $filters }”只有一条预测，还没有判定，眼下是这样：
   *[other] “{ $filters }”的 { $count } 条预测都还没有判定，眼下是这样：
}
predictions-widened = 没有符合“{ $filters }”的预测。去掉“{ $without }”这个条件，有 { $count } 条：
predictions-soonest = 最先到期
predictions-latest = 最近的判定
button-all-predictions = 全部 { $count } 条
ruled-day = { $date } 判定
why-verdict = 为什么这样判
why-standing = 为什么这样看
seen-on = { $date } 的近况
filtered-by = 只看：{ $filters }
state-due = 到期待判
state-open = 未到期
state-proposed = 拟判
state-held = 应验
state-partly = 部分应验
state-failed = 落空
state-unclear = 无法判定
state-void = 作废
state-ruled = 已有判定
state-leaning = 有近况
leans-held = 偏向应验
leans-failed = 偏向落空
leans-mixed = 迹象不一
leans-too-early = 为时尚早
leans-on = 截至 { $date } { $leans }
weight-core = 核心论断
weight-secondary = 次要论断
weight-minor = 顺带一提
certainty-plain = 说得肯定
certainty-hedged = 留有余地
certainty-implied = 没有明说，但有此意
label-window = 期限：
label-criterion = 怎样判定：
label-held = 应验：
label-partly = 部分应验：
label-failed = 落空：
label-void = 作废：
label-decided-by = 以什么为准：
label-otherwise = 若没有：
label-naive = 假如一切照旧：
naive-arguably = 也可以这样判：{ $outcome }
verdict-proposed = 拟判：{ $what }。{ $day } 起算数，在那之前读者可以提出异议。
row-proposed = 拟判：{ $state }
counts-from = { $day } 起算数
never-counted = 只是拟判，没有算过数
due-uncorrected = 异议成立，还没有更正
due-proposed = 拟判，到所写的日子算数
label-settles = 有什么就能判：
label-thin = 为何只有这些证据：
rule-from = { $waits ->
    [yes] 等整个期限的数据出来，{ $on } 起判定
   *[no] { $on } 起判定
}；规则写于 { $written }。
rule-before = 规则写于 { $written }，在期限结束之前。
rule-before-ruling = 规则写于 { $written }，在判定之前。
rule-after = 规则写于 { $written }，是期限过后补写的。
rule-afterwards = （规则是事后补写的）
rule-after-ruling = 规则写于 { $written }，与第一次判定同日或更晚，是事后补写的。
rule-day-unknown = 规则何时写下，没有记录。
rules-earlier = 规则从前的写法
rule-until = 用到 { $date }
lacks-not-measurable = 无从衡量
lacks-no-data = 没有找到数据
lacks-too-vague = 原话太含糊
looked-on = { $date } 查过
evidence-undated = 未注明日期，{ $seen } 查看
evidence-after = 在期限之后
evidence-mirrors = 转载自：{ $what }
evidence-archive = 存档
rank-primary = 一手来源
rank-press = 媒体
rank-secondary = 二手来源
rank-other = 其他
month-year = { $year } 年 { $month } 月
label-wording = 措辞：
no-verdict-due = 🔔 期限已过，还没有判定。
no-verdict-open = ⏳ 还没有判定。
rulings-replaced = 先前判错的
rulings-earlier = 先前的判定
standing-how = 这是编者当天看到的样子，不是判定，也不计入战绩。
standing-ripe = { $day } 起就不算早了。
standing-next = 下次复查：{ $day }。
standing-late = 原定 { $day } 复查，至今没有人看过。
reviews-earlier = 先前的近况
reviews-before-verdict = 判定之前的近况
evidence-folded = 证据：{ $counts }
counted-for = 有利 { $count } 条
counted-against = 不利 { $count } 条
counted-mixed = 正反都有 { $count } 条
bears-for = 有利：
bears-against = 不利：
bears-mixed = 正反都有：

## 战绩和成绩

name-scores = 战绩
command-scores = 战绩：谁说中得最多，你自己猜得准不准
scores-title = 各家战绩
scores-of = 战绩：{ $what }
scores-authors = 按作者
scores-together = 各家合计
scores-fields = 按行业
scores-years = 按年份
until-year = { $year } 年到期：
record-ahead = 已有定论的 { $claims } 项主张，这些预测的应验率是 { $share }%，“一切照旧”是 { $naive }%：它们比照旧看得准，不像是碰巧，对照换一种判法也一样。
record-behind = 已有定论的 { $claims } 项主张，这些预测的应验率是 { $share }%，“一切照旧”是 { $naive }%：它们还不如照旧准，不像是碰巧，对照换一种判法也一样。
record-level = 已有定论的 { $claims } 项主张，这些预测的应验率是 { $share }%，“一切照旧”是 { $naive }%：还不足以说它们比照旧看得更准，或者更不准。
record-uncompared = 已有定论的 { $claims } 项主张，这些预测的应验率是 { $share }%；“一切照旧”会是多少，还没有记录。
record-few = 有定论的主张只有 { $claims } 项，太少，还说明不了眼光如何。
record-cannot = 由此推不出下一次谁会说对，也推不出哪位作者更高明：各人谈的事不同，跟踪哪些主张也是编者选的。
leader-none = 现在还比不出谁最准：还没有哪一家有 { $few } 项主张判定了。
leader-one = 现在还比不出谁最准：只有{ $who }判定得够多，{ $claims } 项主张，应验率 { $share }%（部分应验算一半）{ $rule }。
leader-level = 现在还比不出谁最准：判定得够多的有 { $count } 家，但各家应验率的区间有重叠。
leader-proved = 目前应验率最高的是{ $who }：{ $claims } 项主张，{ $share }%{ $rule }。其余判定得够多的各家都比它低，不像是碰巧。
leader-naive = ；同样这些事，要是每次都猜“一切照旧”，能有 { $naive }%
together-ahead = 比照旧看得准，不像是碰巧。
together-behind = 还不如照旧准，不像是碰巧。
together-level = 还不足以说比照旧看得更准，或者更不准。
record-none = 都还没有判定。
record-none-made = 作者明说的，都还没有判定。
record = { $claims } 项主张，由 { $forecasts } 条预测提出（应验 { $held }、部分应验 { $partly }、落空 { $failed }）。
record-share = 应验率（部分应验算一半）{ $share }%{ $likely }
record-naive = “照旧”的应验率 { $naive }%，相差 { $points } 个百分点{ $likely }
record-compared = 与“照旧”相比的 { $claims } 项，应验率 { $share }%
record-arguable = 有争议的对照不论取哪种判法，相差都在 { $low } 到 { $high } 个百分点之间
record-likely = （{ $low }–{ $high }%）
record-likely-points = （{ $low } 到 { $high }）
record-short = { $claims } 项主张，应验率 { $share }%{ $likely }
record-short-naive = 照旧 { $naive }%
record-short-skill = 技巧分 { $skill }
record-short-few = 样本太少
team-of-one = （{ $names }，{ $when }）：
team-of-several = （{ $titles }）：
record-part = { $part }：{ $what }
record-implied = 言外之意，这里不计入，按钮上的数目计入：{ $what }
record-implied-short = 言外之意 { $what }
record-core = 核心论断
record-left-out = 未到期或没有定论的预测：{ $states }
record-none-short = { $states }（按预测计）
record-parts = 按分量和措辞
record-how-title = 怎样读这些数字
record-how = 一项主张不论拆成几条预测，只算一项；按钮上数的是预测，“言外之意”的也在内。部分应验算一半；若完全不算，应验率是 { $strict }%，若全算，是 { $lenient }%。“言外之意”是文中没有明说、从字里行间读出来的，不算作者的战绩。
record-how-naive = “照旧”是假如一切停在作者说话那天，按同样的问题来判：与实际判定一致得满分，差一档得一半。这些对照大多是判定之后才写的；有别的判法说得通，也一并记着。技巧分是这差距占“照旧”失分的多少：1 是全对，0 是不比照旧强，负数是更差；这里是 { $skill }。
record-how-likely = 括号里是 95% 把握的区间（应验率用 Wilson 法，差距用 Agresti–Min 法，以主张为单位）；不足 { $few } 项的注明“样本太少”，不给区间。排名看差距区间的下限，免得碰巧说中一条就排到最前。
record-line = 战绩：{ $what }
button-scores = 🏅 战绩
button-scores-all = 🏅 各家战绩
button-forecasts-behind = 有哪些预测
score-own = 你的成绩
score = 你的布赖尔（Brier）分数是 { $brier }，共 { $count } 个问题。越低越准：0 分是全中，1 分是全错。
score-beside = 同样的问题，取读者回答的中位数（最多的一题有 { $readers } 人答）得 { $crowd }，一律答 50% 得 { $even }。
score-alone = 这些问题还没有别人回答过；一律答 50% 得 { $even }。
score-ways = 按第一次的回答是 { $first }；按每个回答维持的天数平均是 { $time }。
score-naive = “一切照旧”得 { $naive }。
score-naive-some = 其中 { $count } 个问题知道“一切照旧”会怎样：你得 { $own }，它得 { $naive }。
score-better = 你越来越准了：从最早的回答到最近的，分数大约降了 { $change }（很可能在 { $low } 到 { $high } 之间），共 { $claims } 项主张。
score-worse = 你的回答越来越不准：从最早的到最近的，分数大约升了 { $change }（很可能在 { $low } 到 { $high } 之间），共 { $claims } 项主张。
score-made-of = 这个分数由什么组成
score-reliability = 可靠性 { $value }：你说的可能性和实际应验的比例差多少，越低越好。
score-resolution = － 分辨力 { $value }：你说很可能的和说不太可能的，结果拉开了多少，越高越好。
score-uncertainty = ＋ 不确定性 { $value }：这些问题对谁都有多难。
score-weighed = 合起来就是最后一次回答的分数（Murphy 分解）。同一主张的几个问题合算一个；部分应验算结果的一半。
score-none = 你还没有成绩。在 /checkin 里说说未到期的预测有多大可能；等有了判定，就按你在判定日之前的最后一次回答计分。
score-waiting = 你还有 { $count } 个回答在等判定。
calibration = 你说的可能性，实际应验了多少（部分应验算一半）：
calibration-at = { $percent }%：{ $count } 条中应验 { $true } 条

## 争论

debate = 争论
debates-title = { $count ->
    [0] 争论
   *[other] 共 { $count } 场争论
}
debate-sources = { $count } 篇
debates-none = 还没有整理争论。
debate-wrote = { $years }有 { $count } 篇文章谈到它。
relation-agreement = 🤝 看法一致
relation-conflict = ⚔️ 看法相左
relation-mixed = ↔️ 同中有异

## 回头看与投票

name-checkin = 本周问题
command-checkin = 本周问题，点一下就能回答
checkin-title = 本周回头看
checkin-lead = 本周有 { $count } 个问题想问你。点一下就算回答，判定之前随时可以改。
checkin-lead-group = 本周有 { $count } 个问题想问大家。点一下就算回答，别人看不到；判定之前随时可以改。
checkin-empty = 这周没有要问你的。
ask-due = 应验了吗？
ask-open = 你觉得会应验吗？
ask-review = 该再看一眼了：现在你觉得会应验吗？
ask-decided = 已有判定：{ $state }
ruling-yes = 应验
ruling-partly = 部分应验
ruling-no = 落空
ruling-unclear = 说不准
you-said = 你的回答：{ $what }
tally = 大家的回答：{ $parts }
tally-median = 中位数 { $percent }%（{ $count } 人）
card-readers = 大家说 { $median }%（{ $count } 人）。
card-first = 你是第一个回答的。
card-record = { $who }：{ $decided ->
    [0] 预测目前都还没有判定。
   *[other] 目前判了 { $decided } 条预测：应验 { $held }，部分应验 { $partly }，落空 { $failed }。
}
said-by = { $who }，写于 { $when }
authors-more = { $first }等
outcome = { $said }，结果：{ $became }。
outcome-corrected = 先前判成“{ $was }”，判错了，现已改正。
outcome-said = 你答的是“{ $what }”
outcome-said-when = { $when }你说 { $what }
outcome-beside = { $said }，大家说 { $median }%
outcome-followed = 你关注的这一条
outcome-members = 这里回答过的 { $count } 人说 { $what }（中位数）
outcome-brier = 你这一题的布赖尔分数：{ $score }。
outcome-brier-group = 布赖尔分数：{ $score }。
became-held = 应验了
became-partly = 部分应验
became-failed = 落空了
became-unclear = 无法判定
became-void = 前提没有出现，作废
leans-now-held = 现在看偏向应验
leans-now-failed = 现在看偏向落空
leans-now-mixed = 现在迹象不一
leans-now-too-early = 现在下结论还为时尚早
checkin-thanks = 谢谢，这周就是这些。
checkin-streak = 已经连续 { $weeks } 周了。
checkin-settled = 什么时候见分晓：期限过后，等数据出来
checkin-questions = 题目
checkin-news = 上次以来的新情况
checkin-no-news = 没有新情况。
checkin-followed = 你关注的 { $count } 条，编者又看过了
settled-on = { $day } 起判定
settled-review = { $day } 复查
settled-due = 等编者判定
settled-never = 没有定下判定的日子
button-card-back = ‹ 改上一题
button-card-on = 继续答题 ›
button-card-more = 这一条的详情
button-card-news = 📬 新情况 { $count }
button-card-answered = 🙋 有答复 · 新情况 { $count }
button-guesses = 🎯 画出我的回答
button-follow = 🔔 关注这一条
button-unfollow = 🔕 取消关注这一条
button-follow-number = 关注 { $number }
button-unfollow-number = 取消关注 { $number }
name-follow = 关注
command-follow = 你关注的预测
follow-title = 关注的预测
follow-none = 你还没有关注哪一条。每条未到期的预测都有“关注”按钮：它有了判定，或编者又看过一眼，下一次回头看就会告诉你。
followed = 这一条关注了：有了判定，或编者又看过一眼，下一次回头看就会告诉你。
followed-ruled = 这一条已有判定。关注了：判定若有更正，下一次回头看就会告诉你。
followed-unsubscribed = 现在还不会定期发给你：可以订阅，或时不时发 /checkin。
unfollowed = 这一条不再关注了。
follow-observation = 这是作者看到的，不是预测：没有什么要等的，也就不用关注。
vote-due = 期限已过，要问的是它应验了没有。请回答其中之一：{ $values }
vote-open = 还没到期，要问的是可能性有多大。请回答其中之一：{ $values }
vote-noted = 记下了。群里不显示谁答了什么；要看自己的回答，请单独和我聊天。
vote-anonymous = 你现在以群或频道的名义发言，而回答要记在个人名下。请按按钮来答：按钮认得出你，也不会让别人看到。
vote-observation = 这一条不再提问：重读原文，它说的是作者当时看到的情况，不是预测。你从前的回答仍在 /mydata 里，但不计入任何成绩。
vote-too-late = 已经判定：{ $state }，不能再回答了。
door-checkin = ☝️ 回答本周问题

## 异议

name-appeal = 异议
command-appeal = 判得不对？说说为什么
appeal-title = 提出异议
appeals-own = 你的异议
appeals-heading = 读者的异议
appeal-none = 你还没有提过异议。判过的、编者看过的预测，都有提异议的按钮。
appeal-how = “{ $against }”错在哪里？请直接发一两句话，最多 { $most } 字，有链接可以附上。编者答复之前，只有编者看得到；答复之后，你的话和答复一起留在这条预测下，不写名字。
appeal-later = 过了十分钟再说，请发：{ $command } 加上你的话。
appeal-others = 已经有读者提了异议。你要是没有别的理由要补充，按下面的按钮就算你也有异议。
appeal-short = 请写一句话说明理由。刚才的没有发出。
appeal-long = 写了 { $count } 字，请不要超过 { $most } 字。刚才的没有发出。
appeal-nothing = 这一条还没有判定，编者也还没有看过，没有什么可提异议的。
appeal-observation = 这是作者看到的，不是预测：没有判定，也就没有异议可提。
appeal-anonymous = 你现在以群或频道的名义发言，而异议要记在个人名下。请单独和我聊天。
appeal-most = 你有 { $most } 条异议在等答复，已经到了上限。请等一等，或者撤回一条：/appeal
appeal-made = 已经交给编者。他们答复之后，下一次回头看会告诉你；随时也可以发 /appeal 看。
appeal-made-unsubscribed = 已经交给编者。你还没有订阅，不会定期收到回头看：订阅以后，答复了会告诉你；也可以随时发 /appeal 看。
appeal-once = 一次只能提一条；想换个说法，请先撤回。
appeal-off = 已经撤回，编者看不到了。
appeal-waits = 编者还没有答复。
appeal-own = 你在 { $day } 说：“{ $words }”
appeal-pending = { $count ->
    [0] 🙋 { $day } 起有读者对这一条有异议，编者还没有答复。
   *[other] 🙋 { $day } 起有读者对这一条有异议，另有 { $count } 人也有异议，编者还没有答复。
}
appeal-upheld = 异议成立 · { $day }
appeal-declined = 异议不成立 · { $day }
appeal-closed = 编者于 { $day } 关闭，不公开
appeal-words = 一位读者 { $day } 对“{ $against }”说：“{ $words }”
appeal-taken = 一位读者 { $day } 对“{ $against }”有异议，后来收回了自己的话。
appeal-seconds = 另有 { $count } 人也有异议
appeal-answer = 编者答复：
appeal-uncorrected = 还没有更正。
appeal-corrected = 已更正：{ $before } → { $after }
button-appeal = 🙋 不对？提异议
button-appeal-own = 🙋 我的异议
button-appeal-off = ↩️ 撤回
button-second = ✋ 我也有异议
button-unsecond = ✓ 取消“我也有异议”
seconded = 记下了：你也有异议。编者看得到一共有多少人。
unseconded = 已经取消。
second-own = 这是你自己提的异议。
second-nothing = 这里没有可以附和的异议。你要是觉得不对，可以自己提。
appeals-share = 读者的异议答复过 { $count } 条，成立 { $upheld } 条（{ $share }%）。
checkin-appeals = 编者答复了你的 { $count } 条异议
name-appeals = 待答复的异议
command-appeals = 读者的异议，逐条答复
due-appeals = 等待答复的异议 { $count } 条
due-appeals-all = 全部 { $count } 条异议
appeals-title = 等待答复的异议：{ $count } 条
appeals-none = 没有等待答复的异议。
appeals-lead = 分量重的在前：每位读者先看第一条，附议多的优先，新来的读者排在最后（{ $new } 条）。答复之前，别人看不到这些话。
appeal-since = { $day } 提出
appeal-newcomer = 新来的读者
appeals-one = 异议 { $number }
appeals-how = 成立也好，不成立也好，它和你用两种语言写的答复从此都留在这条预测下，不写名字。关闭则什么都不公开，只把理由告诉提异议的人。
appeals-uphold = ✅ 说得对
appeals-decline = ❌ 说得不对
appeals-close = 🗄 关闭，不公开
appeals-close-all = 🗄 这条预测的全部关闭
appeals-close-new = 🗄 关闭新读者的 { $count } 条
appeals-all = 全部异议
appeals-answer = 答复异议
appeals-now-upheld = 说得对。
appeals-now-declined = 说得不对。
appeals-now-closed = 关闭，不公开。
appeals-write-upheld = { $wanted ->
    [zh] 改了什么，为什么？请用中文写。
   *[en] 改了什么，为什么？请用英文写。
}
appeals-write-declined = { $wanted ->
    [zh] 为什么不对？请用中文写。
   *[en] 为什么不对？请用英文写。
}
appeals-write-closed = { $wanted ->
    [zh] 什么理由？请用中文写。
   *[en] 什么理由？请用英文写。
}
appeals-give = 就这样答复
appeals-gone = 这条异议已经不在等待：答复过了，或者被撤回了。
appeals-done-upheld = 答复好了，两边的话都留在这条预测下。接下来请更正记录：改成什么，会和异议一起显示。
appeals-done-declined = 答复好了，两边的话都留在这条预测下。
appeals-done-closed = 关闭了，理由会告诉提异议的人。
appeals-correct = 去更正

## 隐私

name-privacy = 隐私
name-forget = 忘掉我
command-privacy = 存了你的哪些信息
command-forget = 删除你的全部数据
privacy-title = 隐私
privacy =
    存下的只有：
    · 收发消息用的编号（网页上是 Cookie 里的随机编号）
    · 回答你用的语言：你选的；没选过的话，订阅时记下客户端的
    · 你对预测的每次回答及时间
    · 在网页上最近 30 天问过什么；以上什么都没存时，只存在你自己的浏览器里
    · 每次回头看的时间，问了什么，你答了哪些，告诉了你哪些新情况
    · 你关注哪些预测；在哪个群里答过哪一条
    · 你提的异议，用你的原话；你附议过哪些
    · 换个地方继续时：带了什么、到了哪里，只存 7 天；链接只存摘要
privacy-subscribed =
    订阅的话，还有：
    · 星期、时间、时区、关注行业、没题目的一周发不发、发到群里哪个话题
    · 什么时候订阅的，什么时候、为什么暂停
    · 每次发送的结果和消息编号，在网页上是否看过
privacy-gone = 发 /forget，这些马上全部删除，你的回答也不再计入统计；备份每晚一份，只留七份，最迟一周后也都没有了。别人只能看到人数和中位数；异议在编者答复之后，别人看得到原话，看不到名字。/forget 会收回原话，答复留着，并注明原话已收回。
privacy-editor = 作为编辑：写到一半的判定或消息、你的草稿、你发布的版本、发给大家的消息、对异议的答复，都记在你的编号下。发 /forget 之后，草稿、版本历史、消息和答复还在，但不再带你的编号。
privacy-not = 回答之后不留：你的名字；在 Telegram 上你发的消息、谁搜过什么、你读过什么。什么也没搜到的问题会计数，但不记是谁问的：先只存读不出原文的摘要，最多一个月；三个不同的人问过同一个问题，才存下问题本身，给编辑看。在群里，语言、订阅和问过的问题属于群，回答只属于你自己，群里看不到谁答了什么；一条预测判定之后，若有至少 { $few } 个成员答过，群里会看到他们合起来的中位数和分数。
button-forget = 🗑 删除我的全部数据
forget-title = 忘掉我
forget-sure = 这里存的关于你的一切都会删除，包括你的回答，统计里也不再算上你。删除后无法恢复。
button-forget-yes = 是的，全部删除
button-forget-no = ‹ 不，留着
in-private = 这是你自己的，群里大家都看得见。请单独和我聊天，在那里发 { $command }。
forgotten = 已删除，这里不再有你的任何数据。

## 换个地方继续

name-continue = 换个地方继续
command-continue = 把回答和订阅带到 Telegram 或网页
crossing-title = 换个地方继续
crossing-place = { $channel ->
    [telegram] Telegram
    [web] 网页
   *[other] 另一处
}
crossing-about = 想到{ $places }接着用？生成一个链接，在那里打开并确认：你的回答、关注、异议、语言和每周的回头看就都到了那边，每周也只在那边问你一次。{ $days } 天之内，两边都能撤销；之后这里不再记得两处是同一个人。
crossing-nowhere = 眼下没有别处可去：没有接上 Telegram，或者网页没有公开的地址。
crossing-nothing = 这里还没有什么可以带走的。先答一题，或者订阅每周的回头看。
crossing-link = 在你想继续的地方打开链接，再在那里确认。{ $minutes } 分钟之内有效，只能用一次；再生成一个，这个就作废。别转发：谁打开，谁就能把你的回答拿走。
crossing-spent = 这个链接用不了了：用过了，或者过了 { $minutes } 分钟，或者后来又生成了新的。要再来一次，请回到原来的地方发 /continue。
crossing-own = 这个链接就是在这里生成的，请到你想继续的地方打开它。
crossing-group = 这个链接只给一个人用，而群里大家都看得见。请回到原来的地方，发 /continue 再生成一个，这个就作废了；然后在单独和我的聊天里打开。
crossing-nothing-comes = 这个链接那边已经没有什么可以带来的了。
crossing-offer = 会从{ $place }带来：
crossing-answers = · 对 { $count } 条预测的回答
crossing-twice = · 其中 { $count } 条你在这里也答过：以后答的那次为准
crossing-follows = · 关注的 { $count } 条预测
crossing-appeals = · { $count } 条异议
crossing-weekly = · 每周的回头看：{ $when }
crossing-weekly-stays = · 你在这里已经订阅了：留下这里的，那边的就此结束
crossing-weekly-comes = · 你在这里的订阅暂停着：换成带来的这份
crossing-warning = 只有链接是你自己生成的，才点确认：不然别人的回答会算成你的。你在这里的东西，那边看不到。{ $days } 天之内，两边都能撤销。
button-cross = ✅ 是我生成的，带过来
button-cross-no = ‹ 不
button-continue = { $channel ->
    [telegram] ↪️ 到 Telegram 继续
    [web] ↪️ 到网页上继续
   *[other] ↪️ 换个地方继续
}
button-crossing-link = 🔗 生成链接
button-crossing-undo = ↩️ 撤销
crossed = 已经从{ $place }带来对 { $count } 条预测的回答，还有那边的设置。从现在起，每周只在这里问你一次。{ $days } 天之内，两边都能撤销：/continue。
crossing-used = 你的链接用过了：你在这里的回答和设置，刚刚带到了{ $place }。不是你？{ $days } 天之内可以撤销。
crossing-went = { $at }，对 { $count } 条预测的回答和这里的设置带到了{ $place }。{ $until } 之前可以撤销，拿回这里。
crossing-came = { $at }，从{ $place }带来了对 { $count } 条预测的回答和那边的设置。{ $until } 之前可以撤销，还给那边。
crossing-undone-went = 已撤销：从这里带到{ $place }的都回来了。此后你在那边答的留在那边。
crossing-undone-came = 已撤销：从{ $place }带来的都还回去了。此后你在这里答的留在这里。
crossing-undone-elsewhere = 在{ $place }那边，换地方的事撤销了：带走的回到了原来的地方。
crossing-no-undo = 没有可以撤销的：过了 { $days } 天，或者带走的已经在那边删除了。
crossing-forget = 带到{ $place }的不在这里，不会一起删除：要删除它，请在那边发 /forget，或者先撤销（/continue）。

## 分享

button-share = 📤 分享
button-copy = 📋 复制 { $what }
button-copy-id = 📋 复制编号
button-whole = 🔎 来龙去脉
inline-none = 没有找到；去搜全部内容

## 搜索

asked-before = 你按过：{ $what }
understood-as = ↳ 我理解为：{ $title }
understood-found = 另外搜到
button-meant = 是不是想问：{ $title }
button-search-words = 🔍 按原话搜索
search-title = 搜索
search-meant = 你要找的也许是：
search-how = 输入要找的词，例如：/search 客服。直接打字也行。
search-how-group = 把要找的词写在命令后面，例如：/search 客服
search-examples = 客服 智能体 缺电 RAG 裁员 程序员
search-none-title = 没有找到
search-none = 没有哪条提到“{ $words }”。换个词，或者缩短一点试试。
search-found = 与“{ $words }”有关的 { $count } 条
search-most = 与“{ $words }”最相关的 { $count } 条
found-kind = { $kind }：
kind-sector = 行业
kind-audience = 受众
kind-briefing = 文章
kind-prediction = 预测
kind-term = 术语
kind-observation = 所见
observation-how = 这是作者当时看到的情况，不是预测，所以不提问，也不计分。
kind-debate = 争论
kind-view = 表态
kind-advice = 建议
kind-event = 时间线
kind-figure = 数字
kind-caveat = 提醒

## 不认识的，和出了错的

unknown-title = 没有找到
unknown-command = 没有 { $called } 这个命令。
unknown-briefing = 没有叫“{ $called }”的文章。
unknown-sector = 没有叫“{ $called }”的行业。
unknown-audience = 没有叫“{ $called }”的受众。
unknown-filter = “{ $called }”不是状态、偏向、行业、文章，也不是年份。
unknown-record = “{ $called }”不是文章、作者、行业，也不是年份。
unknown-prediction = 没有叫“{ $called }”的预测，可能在新版内容里改了名。
unknown-term = 这里没有解释“{ $called }”。
unknown-debate = 没有叫“{ $called }”的争论。
unknown-year = 没有文章提到“{ $called }”。它们提到的年份有：
failure = 我这边出了点问题，已记录，编号 { $id }。请稍后再试。
offered-title = 再按一下
offered = 什么都没有改：点开的链接、转来的或改过的消息，本身不会改动任何东西。确实要这样，请按“{ $label }”。
offered-meant = 我是这样理解的，还没有改动什么。确实要这样，请按“{ $label }”。
unread = 这个我读不了。我认得文字和命令；发一个位置，就按那里的时区给你发每周的回头看。想找什么，直接写给我就行。
unread-file = 我只收编辑发来的文件。如果你要做编辑，请把这一串交给维护这个机器人的人，填进 BOT_EDITORS：{ $sender }
flooded = Telegram 让我稍等一会儿，请过一分钟再问。
flooded-group = 这个群里刚才问得太多了。请单独问我，或者过一分钟再来。
file-refused = 这里不让我发文件。请单独和我聊天，再要一次。
file-failed = 文件没有发出去，请过一分钟再要一次。
welcome-muted = 你把我加进的群不让我发言。想在那里用我，请允许成员发消息，或者把我设为管理员。在这里一切照常：发送 /start 就行。
state-unreadable = 你在这里存的东西和大家的回答，眼下读不出来。什么都没有改，请稍后再试。
too-many-readers = 什么都没有改：刚才从你所在的网络来了太多新读者，一时接不下。请一小时后再试；在这之前，什么都可以照常看。

## 聊天页面

chat-placeholder = 想问什么，直接写…
chat-send = 发送
chat-writing = 正在输入
chat-lost = 连接断了。你写的还在下面。
chat-lost-press = 连接断了，没等到回答。
chat-again = 再试一次
chat-earlier = 显示更早问过的
chat-since = 上面是你之前问过的
chat-editors = 编辑用
chat-skip = 跳到输入框
chat-no-page = 没有这个页面。对话在 /
too-many = 请求太频繁了，请过 { $seconds } 秒再试。
chat-busy = 请稍等
chat-busy-how = 请求太频繁了，过 { $seconds } 秒会自动打开这一页。
chat-as-page = 看网页版，可转发、引用
chat-no-page-title = 这里什么也没有
chat-no-page-how = 这个地址没有页面：可能写错了，也可能搬走了。想找的东西，从这里都能找到：
chat-refused = 什么都没有改：这不是从这里的页面发来的，或者那个页面开得太久了。请打开这里的页面，再按一次。
chat-failed = 我这边出了点问题，请稍后再试。
chat-log = 对话
chat-commands = 命令
chat-more = 菜单
chat-meet = 我能做什么
chat-attach = 把文件交给编辑台
chat-drop = 把 .yaml 文件或 zip 放在这里
chat-link-spent = 这个链接只能让一位编辑进来一次，一小时内有效。机器人启动时、收到 SIGHUP 时会给出新链接。
chat-door = 编辑入口
chat-door-how = 按下按钮，这个浏览器就成为编辑的浏览器：谁用它，谁就能发布内容。链接随之失效。
chat-door-enter = 从这里开始编辑
chat-page =
    { $pages ->
        [0] 第 { $page } 页
       *[other] 第 { $page } 页，共 { $pages } 页
    }

## 机器人在 Telegram 上的介绍

bot-description = 他们当初怎么预测 AI？后来应验了吗？中英文简报，每句话都有出处、日期和段落。点“开始”看看。
bot-short-description = 盘点对 AI 的预测，看它们应验了没有。中文 / English

## 编辑台

proposal-title = 草稿 { $digest }
proposal-gone-title = 草稿已丢弃
proposal-gone = 草稿已经删掉，读者看到的和原来一样。
proposals-title = 草稿
proposals-none = 现在没有草稿。发一个 .yaml 文件，或者把几个文件打成 zip 发来，发布之前会先给你看改动。
preview-title = 预览 { $number }/{ $count } · { $title }
button-preview = 👁 预览
button-changes = 改动
button-publish = ✅ 发布
button-discard = 🗑 丢弃
button-history = 历史
button-undo = ↩️ 撤销：先看草稿
published-title = 已发布
published = 版本 { $digest } 已经上线。
refused-title = { $count } 处问题
refused = 什么都没有改动，读者看到的仍是上一个正常的版本。请改好，再保存或重新发来。
not-read = 下面这些没有读取，其他文件都已上线；打不开的文件，之前上线的内容保持不变。
refused-more = 另外还有 { $count } 处问题，先把上面的改好。
declined-title = 没能完成
history-title = 版本历史
history-how = “/undo”把上一个版本做成草稿，“/undo 编号”把那一版之前的内容做成草稿；发布之前会先给你看改动。
history-published = 由 { $by } 发布
history-undone = 由 { $by } 撤销
history-found = 直接在文件里改的
history-earlier = 更早的
reloaded-title = 文件已读取
reloaded = 版本 { $digest } 已上线：{ $briefings } 篇简报，{ $predictions } 条预测。
files-title = 文件
file-empty = 这个文件是空的。
files-how = 改好之后发回来：发布之前会先给你看改动。

## 在聊天里下判定

due-title = 到期待判：{ $count } 条
due-rules = 等着写规则
due-evidence = 等着更好的证据
due-none = 没有等着判定的预测。
due-days = 已过 { $count } 天。
due-line = 🗂 致编辑：有 { $count } 条预测到期待判，拖得最久的是：{ $longest } /due
appeals-line = 🙋 致编辑：有 { $count } 条读者异议在等你答复{ $new ->
    [0] 。
   *[other] ，其中 { $new } 条来自新来的读者。
}
appeals-line-new = 🙋 致编辑：有 { $count } 条新读者的异议在等你答复。
due-reviews = 该再看一眼的未到期预测
due-reviews-line = 🗂 致编辑：有 { $count } 条未到期的预测该再看一眼，拖得最久的是：{ $longest } /due
due-unfound = 至少三个人问过，什么也没搜到
due-unfound-times = 问过 { $count } 次
due-button = 🗂 哪些到期待判
resolve-title = 判定
observed-only = “{ $what }”是所见，作者当时看到的，不是预测：有证据，不判定，也不记近况。
same-claim = 同一主张的其他说法，合起来只算一条：
resolve-choose = 按它的判定标准，结果如何？
standing-title = 近况
standing-choose = 按它的判定标准，今天看怎样？
standing-too-late = 已经有判定，不用再记近况。
form-lacks = 为什么判不了？
form-naive = 假如一切都停在作者说这话的那天，按同一个问题会怎样判？
form-naive-later = 以后写进文件
form-naive-because = 为什么会这样判？用中文写一句。
form-settles = 有什么数据就能判定？用中文写一句。
form-ripe = 从哪天起就不算早了？写成 2028-01-31 这样。
form-next = 什么时候再看？按一个按钮，或者写下日期：2027-05-31。
form-keeps = 先前的证据还成立吗？
form-same = 照旧
form-months = { $count ->
    [12] 一年后
   *[other] { $count } 个月后
}
keeps-yes = 留着
keeps-no = 去掉
bad-kind = 请按一个等级。
bad-lacks = 请在三项里按一项。
bad-naive = 请按一个按钮。
bad-naive-because = 太长或是空的，请写短一些。
bad-settles = 太长了，或者是空的；请写一句话。
form-title = 填写中
form-none = 现在没有正在写的东西。
form-first = 这一份还没写完：先写完，或者放弃，再写别的。
form-stopped = 已放弃，什么都没有改动。
form-wanting = 还需要 { $count } 条证据。
why = 为什么这样判？用中文写一两句理由，英文可以以后补进文件。
evidence-url = 证据 { $number }：网址？
evidence-publisher = 证据 { $number }：谁发布的？
evidence-date = 证据 { $number }：什么日期？网页写到多细就写多细：2025-05-13、2025-05、2025，没有就写 undated。
evidence-kind = 证据 { $number }：属于哪一级？
evidence-fact = 证据 { $number }：它说了什么？请用自己的话、用中文写下一条事实。
evidence-bears = 证据 { $number }：对这个预测有利还是不利？
bad-because = 太长或是空的，请写短一些。
bad-url = 这不是网址：应以 https:// 开头，中间没有空格。
bad-publisher = 太长或是空的，请改一下。
bad-date = 这不是日期，请写成 2025-05-13 这样。
bad-date-future = 这一天还没有到。
bad-next = 这不是日期。写成 2027-05-31 这样，或者按一个按钮。
bad-day-past = 要写还没到的日子。
bad-ripe = 这不是日期。写成 2028-01-31 这样。
bad-keeps = 请按两个按钮中的一个。
bad-fact = 太长或是空的，请写短一些。
bad-bears = 请按一个按钮，或者写出按钮上的字。
form-back = ‹ 退回一步
form-done = 👁 看草稿
form-stop = 放弃

## 给全体订阅者的话

note-title = 编辑的话
note-unknown = 没有这条消息。
note-button = 📣 给全体订阅者发消息
note-write = { $wanted ->
    [zh] 请用中文写。
   *[en] 请用英文写。
}
note-length = 是空的，或者超过了 { $most } 字，请写短一些。
note-receivers = { $count ->
    [0] 还没有人订阅，发了也没有人收到。
   *[other] { $count } 位订阅者会在半分钟内陆续收到：
}
note-send = 📣 发给 { $count } 人
note-going = 正在发送
note-done = 全部发完
note-stopped = 已停止：还没收到的人不会再收到
note-stop = ✋ 停止
announce-title = 给全体订阅者的话
announce-nothing = 没有可发的消息：可能已经发出，也可能放弃了。
name-announce = 群发消息
command-announce = 给全体订阅者发消息
changes-none = 只动了注释、排版或空格，读者看不出变化
changes-elsewhere = 词汇表、争论和来源卡片
text-unchanged = 未改
text-unwritten = 还没写
kind-card = 来源卡片
change-added = 新增 { $count } { $what }
change-removed = 删去 { $count } { $what }
change-changed = 改动 { $count } { $what }
change-order = 顺序有变：{ $what }
edits-rule-changed = { $count } 条预测改了规则
edits-window-moved = { $count } 条预测改了期限
edits-verdict-given = 新增 { $count } 条判定
edits-verdict-changed = 改动 { $count } 条判定
edits-verdict-withdrawn = 撤回 { $count } 条判定
edits-standing-given = 新增 { $count } 条近况
edits-standing-changed = 改动 { $count } 条近况
edits-standing-withdrawn = 撤回 { $count } 条近况
edits-naive-given = 新增 { $count } 条“照旧”对照
edits-naive-changed = { $count } 条“照旧”对照有改动
edits-naive-withdrawn = 撤回 { $count } 条“照旧”对照
many-briefings = { $count ->
    [0] 简报
   *[other] 份简报
}
many-sectors = { $count ->
    [0] 行业看法
   *[other] 条行业看法
}
many-timeline = { $count ->
    [0] 时间点
   *[other] 个时间点
}
many-advice = { $count ->
    [0] 建议
   *[other] 条建议
}
many-predictions = { $count ->
    [0] 预测
   *[other] 条预测
}
many-observations = { $count ->
    [0] 所见
   *[other] 条所见
}
many-figures = { $count ->
    [0] 数字
   *[other] 个数字
}
many-caveats = { $count ->
    [0] 提醒
   *[other] 条提醒
}
many-cards = { $count ->
    [0] 来源卡片
   *[other] 张来源卡片
}
many-debates = { $count ->
    [0] 争论
   *[other] 场争论
}
many-vocabulary = { $count ->
    [0] 词条
   *[other] 个词条
}
desk-ruling-erased = 没有发布：{ $name } 已经给出的判定会不见，或者结果、日期会变。要更正，请用 /resolve { $name } 重新判，原来的会留在下面；在文件里，旧的判定移到 earlier。
desk-ruling-backdated = 没有发布：{ $name } 的判定已经算数，后来的判定不能写成它算数之前的日子。请写今天。
desk-register-changed = 登记册记着每条规则的每种写法最早哪天发布（例如 { $name }）：已有的行不能改、不能删，也不能写成更早的日子。请不要带上 rules.yaml，它由程序来写；前几天的草稿请重新发送。
desk-no-draft = 草稿 { $digest } 已经不在了。请把文件再发一次。
desk-older-draft = 别人先改了：草稿做好之后，有 { $count } 个文件变了（{ $files }）。什么都没有发布。请在新文件上改好再发一次。
desk-nothing-new = 这些文件和线上的一模一样，没有可发布的改动。
desk-no-such-editor = 没有凭网页链接进来、名字是“{ $name }”的编辑；其余的编辑写在 BOT_EDITORS 里。
desk-no-file = 没有“{ $name }”这个文件；用 /file 看看有哪些。
desk-not-a-number = “{ $value }”不是版本编号；编号见 /history。
no-desk = 这里没有编辑台。请在运行中的机器人那里发送，聊天或网页都行。
desk-not-fetched = 没能从 Telegram 取到 { $name }。什么都没有改动，请再发一次。
desk-nothing-before = 在这之前没有可以恢复的版本。
desk-nothing-sent = 里面没有文件。请发 .yaml 文件，或者把几个文件打成 zip 发来。
desk-too-large = { $name } 太大：一个文件最多 { $most } 字节。请拆开。
desk-too-much = 一次太多了：最多 { $files } 个文件，总共 { $most } 字节。请分几次发。
desk-twice = { $name } 出现了两次。每个文件只发一次。
desk-bad-zip = { $name } 解不开：已损坏，或者不是普通的 zip。请重新打包，或者直接发 .yaml 文件。
desk-locked-zip = { $name } 设了密码。请去掉密码再发。
desk-document = “{ $name }”是文章原文，编辑台收的是简报文件。可以在装了机器人的地方先起一份稿子：python -m bot draft { $name }
desk-file-name = “{ $name }”不能作文件名：只用字母、数字、“_”、“-”和“.”，以 .yaml 结尾，除了 briefings/ 和 seeds/ 不带别的文件夹。请改名。
desk-disk-full = 磁盘满了。什么都没有改动，也什么都没有丢；腾出空间再试一次。
desk-read-only = 文件夹 { $where } 不能写入。什么都没有改动；请给机器人写入的权限。
desk-state-read-only = 机器人的状态文件不能写入。什么都没有改动；请给机器人写入的权限。
desk-unwritable = 磁盘拒绝写入（{ $said }）。什么都没有改动；再试一次，或者找运行机器人的人。
console-hint = Tab 补全，↑ 找回说过的话；输入数字，打开上一条回答里从上数的第几扇门；Ctrl-D 结束。
desk-shipped = 这些文件是随程序一起来的，下一个版本会换掉它们，所以不在这里改。请运行机器人的人用“hindsight init 文件夹”另建一个文件夹，在那里启动。什么都没有改动。
desk-busy = 别人正在写入。什么都没有改动；稍后再试一次。
desk-rule-unsound = { $file } 本身就有问题，先改好，再往里面写。
desk-rule-unknown = 那份简报里没有“{ $name }”这条预测。
desk-rule-layout = { $file } 第 { $line } 行：这条预测的写法没法在不丢注释的情况下插入内容。请手工写进去，再把文件发来。

## 文件里哪里不对，该怎么改

problem-and-near = { $text }。是不是想写“{ $near }”？
problem-too-large = 文件超过 { $most } 字节；请拆成几个
problem-encoding = 这里不是 UTF-8 编码；请把文件存成 UTF-8
problem-forbidden-character = 字符 { $character } 看不见，不能出现在这里；请删掉
problem-comment-in-text = 从这个 # 起，这一行余下的部分成了注释，读者看不到；请给文字加引号
problem-unfinished-merge = 这是没有完成的合并留下的标记；请保留正确的内容，删掉标记行（<<<<<<<、=======、>>>>>>>）
problem-look-alike = 这个字符 { $character }（{ $name ->
    [no-break-space] 不换行空格
    [narrow-no-break-space] 窄的不换行空格
    [ideographic-space] 全角空格
    [figure-space] 数字宽的空格
   *[other] { $name }
}）看上去像空格，YAML 却不当它是空格；请换成普通空格，或者删掉
problem-syntax = YAML 读到这里读不下去：{ $said }；请检查上面的引号、括号和缩进（这一段从第 { $opened } 行开始）
problem-syntax-tab = YAML 不能用制表符缩进；请改用空格
problem-syntax-colon = 文字中间又出现了“: ”；请给文字加双引号，或检查缩进
problem-syntax-no-colon = 这个键后面没有冒号；请写成“键: 值”（半角冒号加空格）
problem-syntax-indent = 和上面的内容没有对齐；请用同样的缩进（这一段从第 { $opened } 行开始）
problem-syntax-dash = 列表不能和键写在同一行；请另起一行，或给文字加双引号
problem-syntax-bracket = 第 { $opened } 行的括号没有闭合，或者这里之前少了逗号；请补上，或给文字加双引号
problem-syntax-value = 这个字符前面缺一个值；请补上，或给文字加双引号
problem-syntax-quote = 这个引号没有闭合；请补上
problem-syntax-after-quote = 加引号的文字在前面就结束了；里面的引号请用“ ”或 \"
problem-syntax-escape = 双引号里的“\”表示转义，但没有这种写法；要写反斜杠本身，请用“\\”
problem-syntax-token = 文字不能这样开头；请加双引号
problem-too-many-nodes = 文件里的值超过 { $most } 个；请拆成几个文件
problem-more-problems = 这个文件里的问题超过 { $most } 个；请先改正上面这些
problem-several-documents = “---”开始了第二个文档；一个文件只放一个
problem-too-deep = 嵌套超过 { $most } 层；请检查括号
problem-key-not-plain = 键必须是普通的词；请检查括号
problem-duplicate-key = “{ $key }”在这里出现了两次（第一次在第 { $first } 行）；请只留一个
problem-tight-colon = “{ $name }”后面要用半角冒号加空格；请写成“{ $name }: …”
problem-alias = 不能使用锚点和别名（“{ $name }”）；请把内容写全，或给文字加双引号
problem-tag = 不能使用标签 { $tag }；请删掉，或给文字加双引号
problem-stray-quote = 文字的开头或结尾有一个引号不成对；请把整段放进一对半角双引号，里面的改用“ ”
problem-unquoted = YAML 会把 { $value } 当成{ $kind ->
    [bool] “真”或“假”
    [timestamp] 时间
    [merge] 指令
    [value] 指令
   *[other] 数字
}，不是文字；请加双引号："{ $value }"
problem-no-such-day = 没有 { $value } 这一天；请改正
problem-empty-file = 文件是空的；请补上内容或删掉文件
problem-notes = { $count } 行 #~ 是草稿的工作笔记；简报写好后请删掉：sed -i '/#~/d' 文件
problem-missing = 缺少“{ $name }”；请补上
problem-nothing = 这里没有内容；请补上，不需要就把键也删掉
problem-unknown-key = 这里不认识“{ $name }”；可以用：{ $known }
problem-choice = “{ $value }”不在可选的范围内：{ $choices }
problem-quote = { $value } 不是文字；请加双引号："{ $value }"
problem-slug = “{ $value }”不能作 id；只能用 a-z、0-9 和单个连字符
problem-file-name = “{ $value }”不能作文件名；请用字母、数字、“_”、“-”和“.”
problem-hex = “{ $value }”不是这里该有的内容；摘要请让程序重新生成
problem-reference = “{ $value }”不是预测的名称；请写成 简报/id
problem-dated = “{ $value }”不是网页的日期；网页写到多细就写多细，不要更细：2024、2024-Q3、2024-07、2024-07-31，或 undated
problem-quote-length = 引文超过 25 个词（汉字两个算一个词）；只留下判定所依据的几个词
problem-address = “{ $value }”不是网址；请以 https:// 开头，中间不要有空格
problem-too-long = 文字有 { $length } 个字符；请缩短到 { $most } 个以内
problem-unprintable = 文字里有看不见的字符 { $character }；请删掉
problem-two-languages = 这里中英文都要写：{"{"}zh: …, en: …{"}"}；现在是“{ $value }”
problem-mapping = “{ $value }”应当是一组“键: 值”
problem-too-few = 列表太短；这里至少要有 { $least } 项
problem-list = “{ $value }”应当是列表；请加方括号，或让每一项以“- ”开头
problem-empty-text = 文字是空的；请补上
problem-unwritten = 还缺{ $wanted ->
    [zh] 中文
   *[en] 英文
 }；补上之前，读者看到的是另一种语言
problem-text = “{ $value }”应当是文字
problem-number = “{ $value }”应当是大于零的整数
problem-period = “{ $value }”不是时间；请写 2024、2024-H1、2024-Q3、2024-05、2024-05-30，或用斜杠连接两个，早的在前
problem-paragraphs = “{ $value }”不是段落号；请写 52，或用 52-54 表示范围
problem-pattern = “{ $value }”读不成一种问法；请直接写词，不带问号等符号，用 * 表示中间隔几个字，用（甲|乙）的半角写法 (甲|乙) 表示任选其一
problem-day = “{ $value }”不是日期；请写成 2024-05-30 这样
problem-other = 这里不能用“{ $value }”：{ $said }
problem-no-vocabulary = 缺少这个文件；所有简报的行业和受众都由它定义
problem-no-briefings = 这里没有简报；请添加 <名称>.yaml
problem-file-named-otherwise = 文件名应当与“{ $value }”一致；请改文件名，或改这里的名称
problem-unknown-source = seeds/ 里没有资料卡“{ $value }”；请添加，或改正名称
problem-outside-source = 引用了第 { $value } 段，但原文只有 { $paragraphs } 段
problem-no-rule = 这条预测没有规则；请加上 resolution：怎样判定、以什么为准、哪天起可以判定
problem-criterion-and-resolution = 已经有了 resolution，criterion 不再起作用；请把这段文字移到 resolution 的 earlier 里，作为一条 question
problem-rule-order = { $after } 的规则取代了 { $before } 的，后者却不更早；请把最早的放在前面，并给现行规则写上成文的日子
problem-rule-unregistered = 这条规则的文字还没有登记；请运行：python -m bot register
problem-rule-backdated = “written”写的是 { $written }，但这段文字最早发布于 { $on }；请写那一天或更晚
problem-rule-dropped = { $on } 发布过的规则不见了；请把原文放在 resolution 的 earlier 里，并注明成文的日子
problem-lacks-though-clear = “lacks”只用于 unclear，这里判的是“{ $outcome }”；请删掉
problem-lacks-what = 请在 settles 里写明：有什么数据就能判定
problem-not-looked = 只有查过，才能说没有找到数据；请在 looked 里写上查的日子
problem-undated-unseen = 网页没有日期；请在 seen 里写上查看的日子
problem-criterion-only = 这是第一版格式的规则；请写 resolution：怎样判定、以什么为准、哪天起可以判定
problem-criterion-only-core = 核心论断用的还是第一版格式的规则；请写 resolution：怎样判定、以什么为准、哪天起可以判定
problem-no-rank = 这条证据没有等级；请加上 kind：primary、press、secondary 或 other
problem-unclear-why = 判为 unclear，但缺的是什么？请加上 lacks：not-measurable、no-data 或 too-vague，并在 settles 里写明有什么数据就能判定
problem-month-end = { $date } 是月末；网页若没有写到日，请写 { $month }；若写了，请在 seen 里写上查看的日子
problem-evidence-before-window = 网页的日期是 { $date }，在期限开始之前；它能说明预测的结果吗？
problem-evidence-after-window = 网页的日期是 { $date }，在期限结束之后；读者会看到这一点
problem-no-naive = 假如一切都停在作者说这话的那天，按同一个问题会怎样判？请加上 naive：held、partly 或 failed，并写明理由；作者的战绩要和它比
problem-arguably-the-same = outcome 已经是“{ $value }”；请写细心的读者可能给出的另一种判法，或者删掉 arguably
problem-claim-alone = 这份简报里只有这一条预测的 claim 是“{ $value }”；请给同一主张的其他预测也写上，或者删掉
problem-publisher-once = 除了名称还有说明，而说明只有一种文字，读另一种文字的人看到的也是它；请写成 {"{"}zh: …, en: …{"}"}
problem-figure-in-chinese = 读英文的人看到的也是中文；请写成 value: {"{"}zh: …, en: …{"}"}
problem-window-backwards = 期限结束于 { $until }，早于开始的 { $first }；请对调或改正
problem-no-evidence = 判为“{ $outcome }”需要证据；请补充，或判为 unclear 并说明理由
problem-evidence-after-verdict = 证据的日期 { $date } 晚于判定的 { $on }；请改正其中一个
problem-thin-evidence = 核心论断判为“{ $outcome }”，要有一条一手来源，或两家互不相干的媒体；请补上，或在 thin 里说明为何没有
problem-pending-and-standing = 已经有近况，“pending” 就只在该判定的那天才显示，会被当成新消息；请写进近况，并删掉这一项
problem-pending-and-verdict = 已经有判定，“pending”就不再成立；请删掉
problem-proposed-late = 判定是 { $on }，却从 { $proposed } 才起算数：给读者提异议的时间最多 { $most } 天；请写早一些的日子，比如判定后一周
problem-proposed-not-after = 判定是 { $on }，却从 { $proposed } 起算数；请写晚一些的日子，比如判定后一周，或者去掉 proposed
problem-ruling-before-window = 判定的日期 { $on } 早于期限开始的 { $first }；请改正其中一个
problem-ruling-order = 这次判定是 { $on }，取代它的那次却是 { $following }；请把早的放在前面，verdict 本身最晚
problem-standing-order = 这条近况是 { $on }，取代它的那条却是 { $following }；请把早的放在前面，standing 本身最晚
problem-standing-after-verdict = 近况的日期 { $on } 晚于第一次判定的 { $ruled }；请改正其中一个，或者删掉近况
problem-review-not-after = 下次再看定在 { $next }，可近况是 { $on } 的；请写更晚的日子
problem-standing-no-evidence = 近况写“{ $leans }”需要证据；请补上，或者写 too-early 并说明理由
problem-evidence-after-standing = 证据的日期 { $date } 晚于近况的 { $on }；请改正其中一个
problem-standing-not-ripe = 写了 too-early，可早到什么时候？请加上 ripe：从哪天起就不算早了
problem-ripe-though-leaning = ripe 只用于 too-early，这条近况却是“{ $leans }”；请删掉
problem-ripe-passed = 写着 { $ripe } 起就不算早了，可近况是 { $on } 的；请写更晚的日子，或者说明偏向哪边
problem-unknown-sector = vocabulary.yaml 里没有行业“{ $value }”；请添加，或改正
problem-unknown-audience = vocabulary.yaml 里没有受众“{ $value }”；请添加，或改正
problem-fingerprint-count = 有 { $count } 个指纹，却有 { $paragraphs } 段；请重新生成资料卡
problem-unknown-briefing = 没有简报“{ $value }”；请改正名称
problem-unknown-prediction = 那份简报里没有预测“{ $value }”；请改正 id
problem-side-uncited = 争论的每一方都要引用预测（cites）或段落（at）
problem-id-otherwise = “{ $value }”会被当成页码或年份；请换一个 id
problem-used-twice = “{ $value }”用了两次（第一次在第 { $first } 行）；这里每个只能出现一次
problem-was-stands = “{ $value }”还在这里（第 { $line } 行）；“was”只写已经去掉的 id，请删掉其中一个
problem-source-twice = { $other } 已经概括了来源“{ $value }”；每个来源只留一份简报
problem-wrong-ending = 文件名要以 .yaml 结尾，否则不会被读取；请改名为“{ $value }”
problem-conflict-copy = 这是“{ $value }”的副本，不会被读取；请把只有副本才有的内容并进那个文件，再删掉副本{ $own ->
    [yes] ；如果它是另一个文件，里面要写它自己的名称
   *[no] {""}
 }
problem-dangling-link = 这个链接指向“{ $value }”，那里没有文件；请把文件放到那里，或者删掉链接
problem-not-a-file = 这是文件夹之类，不是文件，不会被读取；请改名，或者把文件本身放在这里
problem-unreadable = 文件打不开（{ $said }）；请检查权限
problem-original-missing = 来源文件夹里没有原文“{ $value }”；请添加，或改正文件名
problem-original-changed = “{ $value }”已经不是制作这张资料卡时的文件；请核对后重新生成资料卡
problem-original-length = “{ $value }”现在有 { $count } 段，资料卡上是 { $paragraphs } 段；请核对后重新生成资料卡
problem-original-read-otherwise = “{ $value }”就是制作这张卡片时的文件，但现在读出的段落不同了，可能是读取 HTML 或 PDF 的库换了版本；请重做卡片
problem-original-too-large = “{ $value }”超过 { $most } MB；请去掉图片另存，或拆成几份
problem-original-too-long = “{ $value }”有 { $count } 段或页，超过 { $most }；请拆成几份
problem-original-too-crowded = “{ $value }”整页或其中一段有 { $count } 个链接之类的元素，超过 { $most } 个；请只保存正文（例如浏览器阅读模式里的），或另存为纯文本
problem-original-without-text = “{ $value }”里没有文字；如果是扫描件，请先做文字识别
problem-original-encoding = “{ $value }”不是 UTF-8{ $encoding ->
    [none] {""}
   *[other] ，看起来是 { $encoding }
 }；请另存为 UTF-8
problem-original-fouled = “{ $value }”里的字是乱码：它曾按错误的编码读出并保存；请从来处重新获取原文
problem-original-run-together = “{ $value }”里的单词连在一起，这个 PDF 读不好；请用原来的程序另存为文本或 HTML，或者对页面做文字识别
problem-original-no-document = “{ $value }”里不是文本、HTML 或 PDF，或者与扩展名不符；请检查文件
problem-original-locked = “{ $value }”有密码保护；请另存一份没有密码的
problem-original-broken = “{ $value }”无法作为 { $what } 读取；请用别的程序打开并重新保存
problem-citation-changed = 原文第 { $value } 段已不是当初引用的内容；请重读并改正引用
problem-citation-moved = 原文第 { $value } 段现在是第 { $now } 段；请改正引用
problem-no-folder = 缺少这个文件夹；请创建，或用 { $variable } 指向正确的位置

## 草稿：draft 所写文件里的注释，以及它说的话

draft-head =
    草稿：空着的都要写，`check` 会逐处指出；原文没有的部分整段删去。
    带 #~ 的行是工作笔记，最后要删掉：sed -i '/#~/d' 文件
    ¶ 是段落号：`draft 文档 --paragraphs` 列出各段。
draft-where = 出处：{ $where ->
    [front-matter] 文件头
   *[other] { $where }
 }
draft-short = 列表里怎么简称它，几个字
draft-observations = 作者看到的、不是预测的，写在这里，不写进 predictions：
draft-claim = 几条预测其实是同一主张时，加上 claim: 名称
draft-outline = 原文各部分，标题用自己的话写
draft-sectors = 提到的行业：
draft-audiences = 提到的受众：
draft-years = 提到的年份：
draft-naive = 假如一切照旧，会怎样判：held、partly 或 failed
draft-until = until：最后一天；没有期限写 null
draft-forecasts = 像预测的句子（! 表示很像），附线索词、摘录和看来的期限：
criterion-only-count = { $count } 条预测用的还是第一版格式的规则
criterion-only-core-count = { $count } 条核心论断用的还是第一版格式的规则
standings-overdue = 有 { $count } 条未到期的预测，早该再看一眼，晚了四个星期以上：
unwritten-count = { $count } 处文字还缺{ $wanted ->
    [zh] 中文
   *[en] 英文
 }
site-behind-link = { $path }：这是一个符号链接，它指向的内容不属于本站，不能覆盖；请删除它，或换一个文件夹
site-gone = site：一个写页面的进程被系统终止了，多半是内存不够；原有的文件没有改动，请在内存更大的机器上再试
site-outside = site：{ $name } 会写到文件夹之外，所以什么也没有写；请在简报里找出指向那里的链接
draft-written = 已写好 { $card } 和 { $briefing }；{ $count ->
    [0] 没有像预测的句子
   *[other] 像预测的句子有 { $count } 句
 }。把空着的写好，再运行 check。
draft-document-named = 资料卡把原文叫作“{ $file }”。你的文件不必改名：verify 按内容认得它。

## 订阅

name-subscribe = 订阅
name-settings = 设置
name-pause = 暂停
name-unsubscribe = 退订
name-mydata = 我的数据
command-subscribe = 每周一次回头看，时间由你定
command-settings = 星期、时间、时区、关注行业
command-pause = 暂停每周的回头看
command-unsubscribe = 退订每周的回头看
command-mydata = 导出存下的全部数据
subscription-title = 每周回头看
weekly-at = 每周：{ $when }
weekly = { $day } { $time }，{ $zone }
weekday-mon = 周一
weekday-tue = 周二
weekday-wed = 周三
weekday-thu = 周四
weekday-fri = 周五
weekday-sat = 周六
weekday-sun = 周日
next-issue = 下一次：{ $at }
paused-reader = ⏸ { $date } 起暂停，设置都还在。
paused-blocked = ⏸ { $date } 起消息发不到这里，先暂停了，设置都还在。
paused-muted = ⏸ { $date } 起这里不让我发言，先暂停了，设置都还在。能发言以后，按“继续”就行。
interests-all = 关注：所有行业
interests-some = 关注：{ $names }
sends-empty = 没有题目的那一周，我也会说一声。
skips-empty = 没有题目的那一周，我就不发消息。
button-day = 星期
button-time = 时间
button-zone = 时区
button-interest = 关注行业
button-send-empty = 没题目也说一声
button-skip-empty = 没题目就别发
button-pause = ⏸ 暂停
button-resume = ▶️ 继续
button-unsubscribe = 退订
button-subscribe = 📬 订阅每周回头看
button-subscribe-page = 📬 订阅每周回头看，送到这个浏览器
button-settings = ⚙️ 设置
button-everything = 所有行业
button-done = ‹ 选好了
subscribed = 订阅好了：每周一条消息，最多三个问题。
subscribed-here = 好的，以后的回头看发到这里。
arrives-on-page = 每周回头看送到这里：这个浏览器里的这个页面，下次打开就能看到；不发邮件。
changed = 改好了。
paused = 已暂停，先不发消息了；想继续时点“继续”，或发 /resume。
resumed = 欢迎回来，从下一次起照常发给你。
runs-already = 没有暂停，照常发。
unsubscribed = 已退订。你答过的还在；要删除请发 /forget。
unsubscribed-group = 已退订，不再往这里发回头看。
not-subscribed-at = 你现在没有订阅。点下面的按钮，以后每周发给你：{ $when }
not-subscribed = 你现在没有订阅。点下面的按钮，或直接写明时间，例如“每周日上午九点半”
nothing-sent = 你没有订阅，我不会主动给你发消息。已经存下的（比如你的回答）会一直留着，直到你删掉。
nothing-sent-group = 这个群没有订阅，我不会往这里发消息。
only-admins = 群里只有管理员能改这个。请找管理员，或单独和我聊天，只为自己设置。
admins-unknown = 现在查不到你是不是管理员，请过一分钟再试。
admins-hidden = 这个群不让我看谁是管理员。请把我设为管理员，或单独和我聊天，只为自己设置。
choose-day = 星期几发给你？
choose-time = 几点发给你？点一个，或直接写：21:15
choose-time-group = 几点发给大家？也可以直接写：/settings time 21:15
choose-zone = 你在哪里？点一个城市，或直接写城市名，例如：巴黎。在 Telegram 上也可以发送位置。
choose-zone-group = 大家在哪里？点一个城市，或直接写：/settings zone 巴黎。在 Telegram 上也可以发送位置。
choose-which-zone = 你说的是哪里？
choose-interest = 关注哪些行业？一个都不选就是全部。
no-such-zone = 没看懂“{ $called }”。写一个星期几、一个时间、一个城市就行，先后随意，例如：/subscribe 周日 09:30 上海
checkin-verdicts = { $count } 条新判定
checkin-more-verdicts = 还有 { $count } 条，见最近的判定
checkin-corrections = { $count ->
    [1] 有一条先前判错了，现已改正
   *[other] 有 { $count } 条先前判错了，现已改正
}
checkin-turns = { $count } 条未到期的预测，看上去跟先前不一样了
checkin-more-turns = 还有 { $count } 条，见有近况的预测
checkin-new-briefing = 📚 新文章：{ $title }
checkin-missed = 有 { $count } 次回头看没能按时送到。随时可以看本周的问题：/checkin
checkin-how-to-stop = 改时间、暂停、退订：/settings
mydata-title = 我的数据
mydata = 存下的全部数据都在这个 JSON 文件里。

## 图里的文字

picture-core = { $documents ->
    [1] 一篇文章
   *[other] { $documents } 篇文章
}的 { $count } 条核心论断，现在怎样了
picture-all = { $documents ->
    [1] 一篇文章
   *[other] { $documents } 篇文章
}的 { $count } 条预测，现在怎样了
picture-year = { $count ->
    [0] 没有预测在这一年到期
   *[other] { $documents ->
        [1] 一篇文章
       *[other] { $documents } 篇文章
    }的 { $count } 条预测在这一年到期
}
picture-by = { $authors }，{ $date } 发表
picture-door = { $state }：{ $statement }
picture-today = 今天 { $date }
picture-nothing = 还没有可画的内容。
picture-window = 预测的期限
picture-beyond = 期限延续到图外
picture-published = 发表
picture-past = 文中说的往事
picture-foretold = 文中说的将来
picture-more-forecasts = 另有 { $count } 条预测没有画出
picture-more-documents = 另有 { $count } 篇文章没有画出
picture-more-records = 另有 { $count } 行没有画出
picture-all-of-them = 全部预测
picture-became = 预测的结果
picture-share-held = 应验率
picture-share = { $claims } 项，{ $share }%
picture-naive = 照旧：{ $share }%
picture-likely = 很可能 { $low }–{ $high }%
picture-rhomb = “一切照旧”在同样的预测上
picture-undecided = 还没有判定
picture-waiting = 尚无判定
picture-interval = 真实水平很可能在其间（95% 把握）
picture-guesses = 我的回答
picture-no-guesses = 还在等结果的预测，你还没说过哪条有多大可能。
picture-guess = { $what }你：{ $own }%
picture-guess-beside = { $what }你：{ $own }%，大家：{ $median }%
picture-own-guess = 我说的
picture-readers-median = 大家的中位数
picture-calibration = 你说几成，就应验几成吗？
picture-ways = 你的布赖尔分数（越短越好）
picture-first = 你第一次的回答
picture-last = 你最后一次的回答
picture-over-time = 全部回答，按各自维持的时间
picture-median = 读者的中位数
picture-as-was = “一切照旧”
picture-even = 一律答 50%
picture-course = 你越来越准吗？
picture-course-better = 是的：{ $count } 项主张下来，分数在降，不像是碰巧。每个点是一项主张的分数，越低越准。
picture-course-worse = 没有：{ $count } 项主张下来，分数在升，不像是碰巧。每个点是一项主张的分数，越低越准。
picture-course-level = { $count } 项主张下来，看不出变化，起伏可能只是碰巧。每个点是一项主张的分数，越低越准。
picture-answers = { $count } 个回答，都有了判定
picture-few-answers = 只有 { $count } 个回答有了判定；太少，还看不出准不准
picture-no-answers = 等你估过的预测有了判定，这里就会画出来。
picture-came-true = ↑ 实际应验的比例（部分应验算一半）
picture-given = 你说的可能性 →
picture-dot = 回答（数字是个数）
picture-diagonal = 说几成，应验几成
alarm = ⚠️ { $channel } 上的回头看连续多次发送失败，先停十分钟。用 /admin 查看情况。
polling-stands = ⚠️ 收不到读者在 Telegram 上的提问：{ $why }。程序会一直重试；网页照常可用。
polling-again = ✅ 又能收到读者在 Telegram 上的提问了。
polling-token = Telegram 不接受 BOT_TELEGRAM_TOKEN 里的令牌，请向 @BotFather 取一个有效的
polling-elsewhere = 另一个程序正用同一个令牌接收消息；请停掉它，或者换一个令牌
polling-webhook = Telegram 送不到 BOT_WEBHOOK_URL 这个地址；请检查域名、证书和它前面的代理
polling-flood = Telegram 要求暂时少发请求，不用处理
polling-unreachable = 连不上 Telegram，或者它没有正常应答；请检查网络、BOT_TELEGRAM_API_URL 和代理
polling-fault = 接收提问时程序自身出错，详见日志
slower = 慢一点：一下子发来太多，只回答了最后几条。还缺哪条，请再问一次。

## 编辑专用

admin-title = 最近七天的发送情况
admin-nothing = 没有到时间的。
admin-rest = 补发给其余的人
admin-again = 刷新
admin-edition = 版本 { $digest } 在线。
admin-reloads = 文件上次正常：{ $good }；上次读取：{ $tried }
admin-editors = 编辑：{ $names }。凭网页链接进来的，可以用“/admin dismiss 名字”取消。
admin-resent = 正在补发 { $count } 条。
delivery-line = { $state }：{ $count } 条
delivery-queued = 排队中
delivery-sending = 发送中
delivery-sent = 已送达
delivery-empty = 内容为空，未发
delivery-missed = 停机错过
delivery-gone = 对方已屏蔽
delivery-muted = 对方不让发言
delivery-failed = 失败
delivery-doubt = 不确定是否送达
delivery-unreadable = 记录读不出，原样保留
button-picture = 🖼 看图
button-calibration = 🎯 我的校准图
button-in-words = 看文字
no-font = 没有带中文的字体，聊天里看不到图片。Debian 上可装：apt install fontconfig fonts-noto-cjk；别处可装：pip install justmytype-intl-cjk
picture-unavailable = 这里显示不了图片。

## 有地址的网页、订阅源和日历

nav-authors = 战绩
nav-corrections = 更正
table-none = { $filters ->
    [0] 还没有预测。
    [1] 现在没有这样的预测。
   *[other] 没有同时符合这些条件的预测。去掉一个条件，或者全部清除再看。
}
page-search = 在上面输入一个词、一个行业或一个问题，也可以从下面这些开始。
page-missing = 这个地址没有网页。请搜一搜，或从菜单里选。
page-more = 接着看
page-on-it = 本页内容
page-main = 主要网页
page-further = 关于本站
page-pages = 这张表的其余部分
page-number = 第 { $number } 页
page-newer = ‹ 较新的
page-older = 较早的 ›
page-skip = 跳到正文
page-seek = 一个词、一个行业、一个问题
page-chat = 💬 聊天
share-title = 分享或引用
share-address = 网址
share-copy = 复制
share-copied = 已复制
share-send = 发送…
share-frame = 放进你自己的网页
cite-title = 引用格式
cite-bibtex = BibTeX 条目
cite-text = “{ $title }”，回头看，版本 { $edition }，{ $day }。{ $url }
cite-note = 版本 { $edition }，CC BY 4.0
embed-more = 为什么这样判、依据是什么：{ $name }
page-licence = 这里的文字：CC BY 4.0。原文属于各自的作者，这里不引原文。
page-edition = 版本 { $edition }。
home-title = 当年的 AI 预测，后来怎么样了
home-counts = { $documents } 篇文章里的 { $forecasts } 条预测
home-ruled-all = 全部判定
home-open-all = 全部未到期的
home-ask-how = 在聊天里作答，答完就能看到其他读者怎么看。不用注册。
question-then = 答完就能看到大家怎么看、眼下偏向哪边。
home-weekly = 每周三个问题
home-weekly-how = 每周我来告诉你，你猜过的后来怎么样了，再问你三个新问题，点三下就好。
home-weekly-door = 📬 每周发给我
home-weekly-where = 送到本站的聊天页，就在你订阅时用的这个浏览器里；不用邮箱，也不用注册。随时可以在那里退订。
filter-state = 状态
filter-leaning = 偏向
filter-sector = 行业
filter-source = 文章
filter-author = 作者
filter-year = 到期年份
filter-weight = 分量
filter-certainty = 措辞
forecast-window = 期限
filters-apply = 显示
filters-title = 筛选
filters-none = 全部清除
filters-most = { $field }：共 { $all } 个，这里列出预测最多的 { $count } 个。
filters-rest = 查看全部
timeline-most = { $field }：共 { $all } 个，这里列出最新的 { $count } 个。
filters-without = 去掉筛选：{ $filter }
column-state = 状态
column-said = 出处
column-until = 到期
column-ruled = 判定
forecast-became = 后来怎么样了
forecast-rule = 判定规则
forecast-history = 来龙去脉
forecast-same = 同一主张的其他说法
forecast-ruled = 这一条已经判定。还有别的没到期，到聊天里说说你怎么看。
forecast-answer = 说说你的看法
forecast-chat = 到聊天里看
forecast-tally = 答完才能看到其他读者怎么看，免得先受影响。
moment-said = 说出
moment-ends = 到期
moment-ended = 期限已过
moment-rule = 写下规则
moment-reworded = 规则改写
moment-leant = 复查：{ $leans }
moment-ruled = 判定：{ $state }
moment-upheld = 读者的异议成立
moment-declined = 读者的异议不成立
moment-proposed = 拟判：{ $state }，{ $day } 起算数
timeline-about = 每个标记是一条预测（画在到期的那天），或原文里有日期的一件事。点开细看。
timeline-from = 从
timeline-to = 到
timeline-wider = 前后各多看一年
timeline-reset = 回到全部年份
timeline-legend = 标记的意思
timeline-only = 只看 { $year } 年
timeline-words = 逐年的文字
corrections-title = { $count ->
    [0] 更正
   *[other] { $count } 条更正
}
corrections-about = 后来改判的、换了理由的、规则改写过的，都在这里。列上去的不会拿掉。
corrections-outcome = 改判
corrections-reasons = 换了理由或补了证据
corrections-rule = 规则改写
correction-outcome = 由 { $before } 改判为 { $after }
correction-reasons = 仍判 { $outcome }，理由或证据有变
correction-rule = 规则改写过
correction-words = 前后文字
method-title = 方法
method-about = 预测怎么选、怎么判、怎么计分，判错了怎么改。
method-on-chosen = 什么算预测
method-chosen = 只收原文说将要发生、而且别人能核对的事。作者写作当时看到的另列为“所见”：展示，不计分。说的是同一件事的几条，合起来只算一条。
method-on-rules = 规则在先
method-rules = 每条预测都有期限和规则：换一个人也会同样判的问题，怎样算应验、部分应验、落空，以哪个数据或网页为准，从哪天起可以判。登记簿和内容放在一起，记着每种措辞最早在哪天公布。规则若是期限过后才写的，网页上会写明。
method-on-verdicts = 判定
method-verdicts = 应验、部分应验、落空；量不出来、找不到数据或说得太含糊的，“无法判定”；条件没有出现的，“作废”。每个判定都有日期、理由和证据。
method-on-evidence = 证据
method-evidence = 编者用自己的话写下一个事实，附网页、发布者和日期，日期不比网页写得更细。一手来源在前，其次是媒体，再次是转述。每条都标明对预测有利、不利，还是正反都有。
method-on-standings = 未到期的近况
method-standings = 有些未到期的，编者会记下目前偏向哪边、为什么、何时再看。这不是判定，也不计分。
method-on-scores = 战绩
method-scores = 已有定论的主张里应验了多少，部分应验算一半，附 95% 区间；旁边是“一切照旧”在同样这些主张上的应验率。说的是同一件事的几条合起来算一条，只是言外之意的另列。判得少就说明不了多少，网页上会写明。
method-on-corrections = 更正
method-corrections = 判错了就换，不会抹掉：旧判定连同日期留在网页上，也列在更正里。
method-on-readers = 读者
method-readers = 读者在聊天里作答：有多大可能，或者应验了没有。自己答完才看得到汇总。任何网页都不显示某个人答了什么。
method-on-sources = 原文
method-sources = 我用自己的话概括；¶ 是某句话依据的原文段落。这里的文字按 CC BY 4.0 使用，请附链接；原文的权利不受影响。
feeds-title = 订阅源和日历
feeds-about = 判定、近况和更正可以用阅读器订阅，到期的日子可以放进日历。
feeds-all = 全部
feeds-verdicts = 判定
feeds-standings = 未到期的近况
feeds-corrections = 更正
feeds-appeals = 读者的异议和答复
feeds-by-sector = 按行业
feeds-by-source = 按文章
feeds-by-author = 按作者
feeds-calendar = 到期日历
feeds-calendar-how = 在日历里订阅这个地址，更正会跟着变。也可以选几个行业，做自己的日历：
feeds-choose = 生成我的日历
feeds-programs = 给程序用
feeds-programs-how = 整个版本是一个文件，也可以用 API 一条条取：记录和网页上的一样，许可见页脚。
calendar-due = 到期：{ $statement }

## The API

unanswered-missing = 这里什么都没有
unanswered-method = 这个地址只读
unanswered-field = 不能这样问
unanswered-many = 请求太多
unanswered-error = 这里出了错
api-missing = 没有这个地址。有哪些，见 { $root }。
api-no-such = 没有“{ $called }”。全部见 { $list }。
api-method = 这里什么都改不了：请用 GET。
api-unknown = 这个地址没有“{ $field }”这一项。有的是：{ $known }。
api-twice = “{ $field }”写了两次；只能有一个值。
api-value = { $field } 不能是“{ $value }”。可以是：{ $known }。

## Assistants

tool-unknown = 没有“{ $called }”这个工具。有的是：{ $known }。
tool-field = “{ $field }”缺了、不是这个工具的项，或不合 schema。有的项：{ $known }。
tool-missing = 没有叫“{ $called }”的。有什么，用 search 找。
tool-meant = 没有叫“{ $called }”的。是不是“{ $meant }”？
tool-cursor = 这不是这里给的 cursor：请不带它，从头问起。
mcp-post = 智能助手请用 POST，按 Model Context Protocol 来问。
mcp-missing = 这个网站还不会 Model Context Protocol：请运行它的人安装 { $install }
mcp-body = 问题没有送到：空的、太长，或者太慢。

## Pages of files

search-nothing = 没有找到：少写几个字，或者换个说法。
search-counted = 找到 { $count } 条
filters-counted = 预测 { $count } 条
