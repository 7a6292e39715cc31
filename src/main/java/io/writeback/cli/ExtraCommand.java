package io.writeback.cli;

import java.util.concurrent.Callable;

/**
 * A command from a jar of its own: an annotated picocli command that is named in {@code
 * META-INF/services/io.writeback.cli.ExtraCommand}. It appears when the jar is on the class path.
 */
public interface ExtraCommand extends Callable<Integer> {}
