import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { settingsQuery, viewsQuery } from '../../api/queries.ts';
import { readQueueSearch } from './queue-search.ts';
import type { QueueSearch } from './queue-search.ts';

/** Only the first look at the bare queue opens the default view; "clear" afterwards means everything. */
let opened = false;

/** Opens the view a person starts with, where the address names no filter of its own. */
export function useDefaultView(search: QueueSearch): void {
  const navigate = useNavigate();
  const wanted = useQuery(settingsQuery).data?.defaultView;
  const views = useQuery({ ...viewsQuery, enabled: typeof wanted === 'string' && !opened }).data;
  const bare = Object.keys(search).length === 0;
  useEffect(() => {
    if (!bare) opened = true;
    if (opened || wanted === undefined) return;
    if (wanted === null) {
      opened = true;
      return;
    }
    if (views === undefined) return;
    opened = true;
    const view = views.find(({ id }) => id === wanted);
    if (view)
      void navigate({
        to: '/queue',
        search: readQueueSearch(Object.fromEntries(new URLSearchParams(view.filter))),
        replace: true,
      });
  }, [bare, wanted, views, navigate]);
}
