const FIRST_NAMES = ['Ada', 'Alan', 'Barbara', 'Claude', 'Donald', 'Edsger', 'Frances', 'Grace', 'John', 'Katherine', 'Leslie', 'Margaret', 'Radia', 'Tony'];
const LAST_NAMES = ['Allen', 'Dijkstra', 'Hamilton', 'Hoare', 'Hopper', 'Johnson', 'Knuth', 'Lamport', 'Liskov', 'Lovelace', 'Neumann', 'Perlman', 'Shannon', 'Turing'];

/** The last name that one case in a thousand has. */
export const RARE_NAME = 'Quetzalcoatl';

/** The body of the nth case of a mix: names that come again and a rare one, some cases with a webhook, some with a key of their own. */
export function mixedCase(n: number): object {
  const last = n % 1_000 === 0 ? RARE_NAME : LAST_NAMES[(n * 5) % LAST_NAMES.length];
  return {
    customer: { full_name: `${FIRST_NAMES[n % FIRST_NAMES.length]} ${last}`, customer_type: n % 4 === 0 ? 'COMPANY' : 'INDIVIDUAL' },
    checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }],
    auto_start: n % 3 !== 0,
    ...(n % 10 === 0 ? { webhook_url: 'https://example.com/webhooks' } : {}),
    ...(n % 5 === 0 ? { external_id: `loan-${n}` } : {}),
  };
}
