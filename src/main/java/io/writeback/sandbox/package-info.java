/**
 * Domo, Workfront, Workiva and data.world on this machine, strict enough to be a partner for tests
 * and rich enough for a demo. Shares no class with the client side.
 */
package io.writeback.sandbox;
