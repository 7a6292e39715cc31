package io.writeback.problem;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Why something did not work, in words for people: never the name of a class. */
public final class Reason {
  private Reason() {}

  public static String of(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      return of(file);
    }
    // Not its kinds: an address that is refused is one, and says why.
    if (failure.getClass() == UnknownHostException.class) {
      return unknownHost(failure.getMessage());
    }
    Throwable cause = failure.getCause();
    if (cause != null && cause != failure && cause.toString().equals(failure.getMessage())) {
      return of(cause);
    }
    String message = failure.getMessage() == null ? "" : failure.getMessage().strip();
    // Apache's client names the host, which the caller has named already.
    message = message.replaceFirst("^Connect to .* failed: ", "");
    // The message of a failure that only wraps another begins with the class of that one.
    String bare = message.replaceFirst("^(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:: |$)", "");
    if (!bare.isEmpty()) {
      return lowered(bare);
    }
    return cause != null && cause != failure ? of(cause) : words(failure);
  }

  /** {@code Connection refused} in the middle of a sentence; {@code TLS …} stays. */
  private static String lowered(String text) {
    return text.length() > 1
            && Character.isUpperCase(text.charAt(0))
            && Character.isLowerCase(text.charAt(1))
            && text.matches("(?:Connect|Connection|Read|No|Network|Remote|Broken)\\b.*")
        ? Character.toLowerCase(text.charAt(0)) + text.substring(1)
        : text;
  }

  private static String of(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "it is not there";
    }
    if (failure instanceof AccessDeniedException) {
      return "this user may not read or write it";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "it already exists";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    return failure.getReason() == null ? "it cannot be read or written" : failure.getReason();
  }

  /** The same of the failure that caused all others. */
  public static String root(Throwable failure) {
    return of(ExceptionUtils.getRootCause(failure));
  }

  /**
   * @param message of the exception: the host, and sometimes what the system said after it
   */
  private static String unknownHost(String message) {
    String host = message == null ? "" : message.split("[: ]", 2)[0];
    return host.isEmpty() ? "unknown host" : "unknown host " + host;
  }

  private static String words(Throwable failure) {
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to the host";
    }
    if (failure instanceof NumberFormatException) {
      return "it is not a number";
    }
    if (failure.getClass() == IOException.class) {
      return "input or output failed";
    }
    // UnexpectedEndException: "unexpected end".
    return failure
        .getClass()
        .getSimpleName()
        .replaceFirst("(Exception|Error)$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
