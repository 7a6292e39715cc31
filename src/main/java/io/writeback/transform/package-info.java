/** A step of the team between source and sink, which makes of each row another one. */
package io.writeback.transform;
