package io.writeback.run;

import io.writeback.problem.Code;
import java.util.Objects;

/**
 * Why a run ends before its last row.
 *
 * @param resumable whether the same run can go on later without anybody changing anything
 */
public record Stop(Code code, String reason, boolean resumable) {
  public Stop {
    Objects.requireNonNull(code);
    Objects.requireNonNull(reason);
  }
}
