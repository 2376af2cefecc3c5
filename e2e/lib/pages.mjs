// Every page there is, by who may see it, for the tests that look at all of them and
// for the pictures of the README. Addresses that hold a number are looked up in the
// demonstration as it stands.

/** The pages of the public. */
export const open = ['/', '/help', '/privacy', '/accessibility', '/file/contested', '/file/commission?q=900', '/file/when', '/file/earlier',
  '/file/what', '/file/ask', '/file/files', '/file/who', '/track', '/verify', '/verify?number=10', '/decisions', '/decisions?outcome=dismiss', '/decisions?q=%D0%B6%D0%B0%D0%BB%D0%BE%D0%B1%D0%B0', '/decisions?q=-', '/sittings', '/sign-in', '/no-such-page'];

/** The pages of the staff that have fixed addresses. */
const fixed = {
  secretary: ['/desk', '/groups', '/intake', '/register/new', '/archive', '/complaints', '/complaints?due=over', '/sittings/manage', '/petitions', '/names', '/wording', '/wording/reply', '/sign', '/sign/key', '/deliver', '/received', '/control', '/dissents', '/reports/half-year', '/reports/members'],
  member: ['/desk', '/complaints', '/sittings/manage', '/petitions', '/petitions/new', '/calendar', '/sign'],
  chair: ['/desk', '/archive', '/complaints', '/sittings/manage', '/sittings/new', '/sign', '/control', '/control?whose=ours'],
  administrator: ['/desk', '/settings', '/settings/commissions/new', '/settings/commissions/2', '/settings/commissions/2/regulation', '/settings/commissions/2/number', '/settings/commissions/2/formation', '/settings/commissions/2/members/2', '/settings/campaigns/1/links', '/settings/campaigns/new', '/settings/campaigns/1',
    '/settings/calendar', '/settings/trust'],
};

/** All pages of a role: the fixed ones, and one of each kind that the lists lead to. */
export async function pagesOf(page, role) {
  const paths = [...fixed[role]];
  if (role === 'administrator') return paths;
  const first = async (list, pattern) => {
    await page.goto(list);
    const links = await page.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    return links.find((href) => pattern.test(href ?? ''));
  };
  if (role === 'secretary') {
    const paper = await first('/intake', /^\/complaints\/[\d-]+\/register$/);
    if (paper) paths.push(paper);
  }
  if (role === 'chair') {
    const open = await first('/complaints?state=in_review', /^\/complaints\/\d+-\d+$/);
    if (open) paths.push(open + '/regime', open + '/admission');
  }
  for (const state of ['delivered', 'in_review', 'ready']) {
    const one = await first(`/complaints?state=${state}`, /^\/complaints\/\d+-\d+$/);
    if (one) for (const tab of ['', '/documents', '/deadlines', '/inquiries', '/draft', '/letters', '/history']) paths.push(one + tab);
    if (one) paths.push(`${one}/draft/1?at=facts-1`, `${one}/draft/compare`);
    if (one && state === 'delivered' && role === 'secretary') paths.push(`${one}/publication`);
  }
  const decision = role === 'secretary' && await first('/decisions', /^\/decisions\/.+\/\d+-\d+$/);
  if (decision) paths.push(decision);
  const asked = await first('/complaints?state=in_review', /^\/complaints\/\d+-\d+$/);
  if (asked && role !== 'member') paths.push(asked + '/inquiries/new', asked + '/inquiries/new?kind=referral');
  // How a paper stands that no ruling answers, or that a court has; each with its clocks.
  for (const state of ['letter_due', 'forwarded', 'returned', 'answered', 'shelved', 'suspended', 'terminated']) {
    const one = role === 'member' ? undefined : await first(`/complaints?state=${state}`, /^\/complaints\/\d+-\d+$/);
    if (!one) continue;
    paths.push(one, `${one}/deadlines`);
    if (state === 'letter_due') paths.push(`${one}/letter`);
    if (state === 'answered' && role === 'secretary') paths.push(`${one}/receipt`);
    if (state === 'answered' && role === 'chair') paths.push(`${one}/keep`);
  }
  await page.goto('/sittings/manage');
  const sittings = [...new Set((await page.locator('main a[href^="/sittings/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href'))))
    .map((href) => href.match(/^\/sittings\/\d+/)?.[0]).filter(Boolean))];
  for (const one of sittings.slice(0, 3)) { // of a draft on the agenda
    const amendments = (await first(one, /^\/sittings\/\d+\/items\/\d+\/invitations$/))?.replace('/invitations', '/amendments');
    if (amendments) { paths.push(amendments, `${amendments}?at=facts-1`, `${amendments}?at=choice`); break; }
  }
  for (const one of [sittings[0], sittings[1]].filter(Boolean)) for (const tab of ['', '/notices', '/attendance', '/conduct', '/minutes']) paths.push(one + tab);
  if (sittings[0] && role === 'chair') paths.push(sittings[0] + '/change');
  if (sittings[0]) paths.push(sittings[0] + '/question', sittings[0] + '/vote');
  for (const one of [sittings[0], sittings[1]].filter(Boolean)) paths.push(one + '/hall', one.replace('/sittings/', '/sittings/watch/42-T99/'));
  for (const one of sittings.slice(0, 4)) { // of a sitting that considers a complaint
    const parties = await first(one, /^\/sittings\/\d+\/items\/\d+\/invitations$/);
    if (parties) { paths.push(parties); break; }
  }
  for (const one of sittings.slice(0, 4)) { // of a sitting that has decided something
    const opinions = await first(one + '/minutes', /^\/sittings\/\d+\/items\/\d+\/dissent$/);
    if (opinions) { paths.push(opinions); break; }
  }
  const petition = await first('/petitions', /^\/petitions\/\d+$/);
  if (petition) paths.push(petition);
  for (const one of sittings.slice(0, 4)) { // of signed minutes
    const extracts = await first(one + '/minutes', /^\/sittings\/\d+\/items\/\d+\/extracts$/);
    if (extracts) { paths.push(extracts, one + '/minutes/supplements', one + '/papers'); break; }
  }
  const letter = role === 'secretary' && await first('/deliver', /^\/deliver\/\d+$/);
  if (letter) paths.push(letter);
  const control = await first('/control', /^\/control\/\d+$/);
  if (control) paths.push(control);
  const paper = await first('/sign', /^\/sign\/\d+$/);
  if (paper) paths.push(paper);
  return [...new Set(paths)];
}
