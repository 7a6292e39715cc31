/** The message queue: its settings, its clients, and a broker of one's own. */
package io.writeback.queue;
