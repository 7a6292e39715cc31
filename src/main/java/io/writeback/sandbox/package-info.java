/**
 * Domo, Workfront, Workiva and data.world on this machine, strict enough for tests and rich enough
 * for a demo. Shares no class with the client code.
 */
package io.writeback.sandbox;
