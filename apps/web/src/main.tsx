import './theme/mantine-styles.ts';
import './theme/base.css';
import './theme/frame.css';
import './theme/queue.css';
import './theme/gate.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { sessionQuery } from './api/session.ts';
import { startTranslation } from './locales/start-translation.ts';
import { router } from './routes.tsx';
import { mantineTheme, tokenVariables } from './theme/mantine-theme.ts';
import { onThemeChange, shownScheme } from './theme/theme-choice.ts';

function Console() {
  const scheme = useSyncExternalStore(onThemeChange, shownScheme);
  return (
    <MantineProvider theme={mantineTheme} cssVariablesResolver={tokenVariables} forceColorScheme={scheme}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

void queryClient.prefetchQuery(sessionQuery);
await startTranslation();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
