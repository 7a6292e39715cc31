/**
 * A strict simulator of the Workfront API: what the vendor documents, what its clients are seen to
 * do, and where neither says anything, the reading that is harder on the client.
 */
package io.writeback.sandbox.workfront;
