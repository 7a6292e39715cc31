/** Requests for runs from outside: what they may say, and what they come to. */
package io.writeback.trigger;
