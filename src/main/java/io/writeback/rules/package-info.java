/** What a route says of fields: which values the rows have before the destination sees them. */
package io.writeback.rules;
