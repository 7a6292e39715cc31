package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings that can be changed while the simulator runs. A negative number means none.
 *
 * @param maxFileBytes of one file; the vendor has published no number
 * @param maxDatasetBytes of all files of a dataset; the vendor has published no number
 * @param ingestMillis how long a dataset is INPROGRESS after an upload
 * @param ingestFails whether it is SYSTEMERROR after an upload from now on, and not LOADED
 * @param oldLists how many responses after an upload still have the previous list of files
 * @param oldStatuses how many responses after an upload still have the previous status
 * @param lateDownloads how many downloads of a dataset's files after an upload are 404
 * @param sizeOffset added to the size of a file wherever the API shows it
 * @param normaliseNames whether a file is stored in lower case, with a dash for blanks and
 *     punctuation
 * @param minIntervalMillis a request that follows the previous one sooner gets 429
 * @param latencyMillis how long each request is delayed
 * @param tooManyRequests how many of the next requests get 429
 * @param retryAfterSeconds their Retry-After
 * @param cutUploadAfterBytes uploads lose their connection after this many bytes
 */
public record DataWorldKnobs(
    long maxFileBytes,
    long maxDatasetBytes,
    long ingestMillis,
    boolean ingestFails,
    long oldLists,
    long oldStatuses,
    long lateDownloads,
    long sizeOffset,
    boolean normaliseNames,
    long minIntervalMillis,
    long latencyMillis,
    long tooManyRequests,
    long retryAfterSeconds,
    long cutUploadAfterBytes) {
  private static final long SHORT_INGEST = 250;

  /** No limits, no faults, and a dataset that is INPROGRESS for a moment. */
  public static final DataWorldKnobs STANDARD =
      new DataWorldKnobs(-1, -1, SHORT_INGEST, false, 0, 0, 0, 0, false, 0, 0, 0, -1, -1);

  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "maxFileBytes",
              "maxDatasetBytes",
              "ingestMillis",
              "ingestFails",
              "oldLists",
              "oldStatuses",
              "lateDownloads",
              "sizeOffset",
              "normaliseNames",
              "minIntervalMillis",
              "latencyMillis",
              "tooManyRequests",
              "retryAfterSeconds",
              "cutUploadAfterBytes"));

  private static final Set<String> FLAGS = Set.of("ingestFails", "normaliseNames");

  /** These knobs with the members of a JSON object applied; others stay. */
  public DataWorldKnobs with(JsonNode json) {
    for (var property : json.properties()) {
      boolean flag = FLAGS.contains(property.getKey());
      if (!NAMES.contains(property.getKey())) {
        throw new IllegalArgumentException(
            "No setting is called " + property.getKey() + "; there are " + NAMES);
      }
      if (flag ? !property.getValue().isBoolean() : !property.getValue().isIntegralNumber()) {
        throw new IllegalArgumentException(
            property.getKey() + " is " + (flag ? "true or false" : "a whole number"));
      }
    }
    return new DataWorldKnobs(
        json.path("maxFileBytes").asLong(maxFileBytes),
        json.path("maxDatasetBytes").asLong(maxDatasetBytes),
        json.path("ingestMillis").asLong(ingestMillis),
        json.path("ingestFails").asBoolean(ingestFails),
        json.path("oldLists").asLong(oldLists),
        json.path("oldStatuses").asLong(oldStatuses),
        json.path("lateDownloads").asLong(lateDownloads),
        json.path("sizeOffset").asLong(sizeOffset),
        json.path("normaliseNames").asBoolean(normaliseNames),
        json.path("minIntervalMillis").asLong(minIntervalMillis),
        json.path("latencyMillis").asLong(latencyMillis),
        json.path("tooManyRequests").asLong(tooManyRequests),
        json.path("retryAfterSeconds").asLong(retryAfterSeconds),
        json.path("cutUploadAfterBytes").asLong(cutUploadAfterBytes));
  }

  /** The same with one 429 fewer pending. */
  DataWorldKnobs afterOneRequest() {
    return tooManyRequests <= 0
        ? this
        : new DataWorldKnobs(
            maxFileBytes,
            maxDatasetBytes,
            ingestMillis,
            ingestFails,
            oldLists,
            oldStatuses,
            lateDownloads,
            sizeOffset,
            normaliseNames,
            minIntervalMillis,
            latencyMillis,
            tooManyRequests - 1,
            retryAfterSeconds,
            cutUploadAfterBytes);
  }
}
