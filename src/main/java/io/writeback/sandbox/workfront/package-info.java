/**
 * A strict simulator of the Workfront API: as the vendor documents it and as its clients use it;
 * where neither settles something, it is strict.
 */
package io.writeback.sandbox.workfront;
