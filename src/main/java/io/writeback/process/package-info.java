/**
 * The process itself: its background loops, its memory, and how it ends when an Error is thrown.
 */
package io.writeback.process;
