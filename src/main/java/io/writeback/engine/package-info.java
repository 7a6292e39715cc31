/**
 * What executes runs: opened once from the configuration, injected into what asks for runs. It
 * knows no Camel; what it needs of a runtime is {@link io.writeback.engine.RunRoute}.
 */
package io.writeback.engine;
