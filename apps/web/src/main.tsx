import './theme/base.css';
import './theme/frame.css';
import './theme/queue.css';
import './theme/gate.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { sessionQuery } from './api/session.ts';
import { startTranslation } from './locales/start-translation.ts';
import { keepFocus } from './parts/keep-focus.ts';
import { router } from './routes.tsx';

keepFocus();
void queryClient.prefetchQuery(sessionQuery);
await startTranslation();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
