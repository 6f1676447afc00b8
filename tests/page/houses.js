// Drafts of other houses, two of each: how their parts, labels and brackets are told. The texts are ours; each is there for
// the rules of numbering that its name says.

const draft = (/** @type {string[]} */ ...paragraphs) => `${paragraphs.join('\n\n')}\n`;

export const houses = {
  'paragraphs run on across headings': [
    draft('The Conference of the Parties,', '1. Decides to act;', '2. [Invites donors;]', 'The road ahead', '3. Recalls paragraph 1 above;', '(a) now;', '(b) [later;]', '(c) always, as in paragraph 5 below;', '## Means', '5. Requests a report;', '## Other matters', '1. Thanks the host;', '1 bis. [Thanks the chair;]', '2. Adjourns.'),
    draft('The Conference of the Parties,', '1. Decides to act;', '2. [[Invites donors;]]', 'The road ahead', '4. Recalls paragraph 1 above;', '(a) now;', '(b) [later;]', '(d) always, as in paragraph 5 below;', '## Means', '5. Requests a report;', '## Other matters', '1 bis. [Thanks the chair;]', '2. Adjourns.'),
  ],
  'articles begin anew, from the first that there is': [
    draft('## Article 4', '1. Each Party shall act.', '2. [Each Party shall report.]', '3. Parties shall meet, as Article 6 says.', '## Article 6', '1. The body shall sit.', '(a) in summer;', '(b) in winter.', '## Article 6 bis', '1. The fund shall pay.', '3. The fund shall report under Article 6 bis.'),
    draft('## Article 5', '1. Each Party shall act.', '2. [Each Party shall report.]', '3. Parties shall meet, as Article 8 says.', '## Article 8', '2. The body shall sit.', '(a) in summer;', '(c) in winter.', '## Article 9', '1. The fund shall pay.'),
  ],
  'options end what hangs under them': [
    draft('## Mitigation', '1. Parties shall act:', 'Option 1:', '1.1 alone;', '1.3 [together;]', 'OPTION 2:', '1.1 at once;', '1.4 later;', 'Alternative A:', '(a) here;', '(c) there;', 'Alternative B:', '(a) nowhere;', '2. Parties shall report.', '4. Parties shall meet.'),
    draft('## Mitigation', '1. Parties shall act:', 'Option 1:', '1.2 alone;', '1.3 [together;]', 'Option 2:', '1.1 at once;', '1.4 later;', 'Alternative A:', '(b) here;', '(c) there;', '3. Parties shall report.', 'Opción 1: (no text)', '4. Parties shall meet.'),
  ],
  'preambular and operative paragraphs': [
    draft('The Council,', 'PP3 alt 2 Alarmed by the tides,', 'OP1 Urges States [to act;]', '## Part B', 'The Council,', 'PP1 Guided by the rules,', 'PP1.bis [Recalling the past,]', 'PP3 alt 2 Noting the present,', 'OP1 Urges States:', '(a) to act;', '(b) [to wait;]', '(c) to speak;', 'OP2.bis Invites donors;', 'OP12 nonies. Asks them again;', 'OP4 Requests a report on OP2.bis and OP1 (c).'),
    draft('The Council,', 'PP1 Guided by the rules,', 'PP2 Recalling the past,', 'PP3 bis [EU: Noting the present,]', 'OP1 Urges States:', '(a) to act;', '(c) to speak;', 'OP1 bis [US reserve]', 'OP2 Invites donors;', 'OP4 Requests a report on OP2 and OP1 (c).'),
  ],
  'labels of Arabic': [
    draft('إن الجمعية العامة،', '١ - تحث الدول على العمل؛', '٢ مكرر - [تدعو المانحين؛]', '٤ - تطلب تقريرا؛', '(أ) الآن؛', '(ج) غدا؛', '١٢ - تقرر أن تجتمع.'),
    draft('إن الجمعية العامة،', '1 - تحث الدول على العمل؛', '2 مكرراً - [تدعو المانحين؛]', '4 - تطلب تقريرا؛', 'أ ) الآن؛', 'د ) غدا؛', '12 - تقرر أن تجتمع.'),
  ],
  'labels of Chinese': [
    draft('大会，', '一、决定采取行动；', '二、[邀请捐助方；]', '十一、请秘书长', '（一）提交报告；', '（三）召开会议；', '十三、决定休会。', '## 其他', '１．感谢东道国；', '４．[感谢主席；]', '１２．感谢各方。'),
    draft('大会，', '九、决定采取行动；', '十、[邀请捐助方；]', '十一、请秘书长', '（a）提交报告；', '（c）召开会议；', '二十、决定休会。', '## 第三条', '1. 各方应行动。', '## 第五条', '2. 各方应报告。'),
  ],
  'labels of Russian and French': [
    draft('Генеральная Ассамблея,', '1. постановляет действовать;', '2 бис. [предлагает донорам;]', '3 тер. просит доклад:', 'а) сейчас;', 'в) позже;', '## Глава 2', '1. благодарит;', '## Глава 4', '2 бис. открывает;', '4 бис. закрывает.'),
    draft("L'Assemblée générale,", '1. décide d’agir ;', '2 ter. [invite les donateurs ;]', '3 quater. demande un rapport :', 'i) maintenant ;', 'iii) plus tard ;', '## Chapitre II', '1. remercie ;', '## Chapitre V', '3. clôt.'),
  ],
  'lists that begin late, go down or are named by words': [
    draft('The Conference,', '4. Decides to act;', '5. [Invites donors;]', '6. Asks for a report.', '## Part X', '7. Thanks the host;', '(c) now;', '(d) [later;]', '(e) always.', '# Annex II', '## Section A', '3. Each Party acts.', '5. Each Party reports.', '2. [Each Party pays.]', '## Section C', '1. Parties meet.'),
    draft('La Conférence,', '## Article premier', '3. Décide d’agir ;', '4. Invite les donateurs.', '## Article 3', 'Variante 1 : [agir]', '1.2 maintenant ;', 'Variante 2 : ne pas agir', '1.1 plus tard.', '# Annexe', '2. [Première règle.]', '3. Deuxième règle.', '# 附件二', '备选案文1：采取行动', '备选案文2：不采取行动', '4. 各方应行动。'),
  ],
  'brackets that say whose text they hold': [
    draft('resolves', '1 that [EU: all] States act [CL/PE propose; US oppose: , as appropriate,] and [Japan: shall][US: should] report;', '2 [Norway, supported by Chile: to meet;]', '3 [Russian Federation: delete] to rest [US reserve];', '4 [G77+China: to see to *resolves* 3 above;', '5 to pay;] [EU: now / later]', '6 that tides rise [EU: . They fall] and [EU: [be]] measured [and told (SIDS) [sic], soon] [, and kept], always [Note: the chair asked].'),
    draft('resolves', '1 that States act [CL/PE: , as appropriate,] and [Japan: shall] report;', '2 [Norway: to meet;]', '3 to rest [the following: one];', '4 [delegation of Chile: to see to *resolves* 3 above;]', '6 [US: [EU: that] tides be measured [x] [No text.]], always.'),
  ],
};
