/** Who is notified of a run that failed for good, and how: a webhook, a mail, a Camel endpoint. */
package io.writeback.notify;
