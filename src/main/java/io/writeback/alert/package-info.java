/**
 * Which writebacks need attention, by rules over what the ledger has of their runs, and how people
 * are told: a webhook, a chat, a mail, a queue, a Camel endpoint.
 */
package io.writeback.alert;
