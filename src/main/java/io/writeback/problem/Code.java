package io.writeback.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * The stable codes of everything that can go wrong, as people find them in messages, reports and
 * docs/errors.md.
 *
 * <p>1xx configuration · 2xx DataSet · 3xx one row · 4xx destination · 5xx ledger and books.
 */
public enum Code {
  UNKNOWN_KEY("WB-101", "A key or parameter that does not exist"),
  MISSING_VALUE("WB-102", "A required key or parameter has no value"),
  BAD_VALUE("WB-103", "A value that is not allowed"),
  SECRET_ON_COMMAND_LINE("WB-104", "A secret was given with --set"),
  BAD_ROUTE_FILE(
      "WB-105", "A route file cannot be read or breaks the contract of a writeback route"),
  UNKNOWN_WRITEBACK("WB-106", "No writeback has this name"),
  NO_ROUTES("WB-107", "No route file matches"),
  BAD_PROPERTIES("WB-108", "application.properties cannot be read"),
  BAD_MESSAGE("WB-109", "A writeback route was called without a run"),
  UNRESOLVED_PLACEHOLDER("WB-110", "A {{placeholder}} has no value"),
  UNKNOWN_RUN("WB-111", "No run ID, or more than one, starts with this"),
  RUN_OVER("WB-112", "The run is over, and cannot be cancelled"),
  SECRET_FILE("WB-113", "The file of a secret cannot be used"),
  TEXT_LOST("WB-114", "A text arrived with characters that could not be read"),
  PROFILE_MISSING("WB-115", "The properties file of a profile does not exist"),
  NO_DATA("WB-116", "A route or a trigger brought no data to its source"),
  BODY_KIND("WB-117", "The body of a message is not of the kind that its source reads"),
  BAD_SCHEDULE("WB-136", "A schedule is invalid, or would fire at unintended times"),
  FIRE_SKIPPED("WB-137", "A fire of a schedule was skipped"),
  ALERT_UNDELIVERED("WB-138", "A message of an alert could not be delivered"),
  ENDING("WB-139", "The process is ending, and starts no more runs"),
  UNKNOWN_COMMAND("WB-540", "No command has this name"),
  UNKNOWN_OPTION("WB-541", "The command has no such option"),
  COMMAND_LINE("WB-542", "The command line is incomplete, or has too many arguments"),
  OUTPUT_LOST("WB-543", "What the command prints could not be written"),
  RESULTS_UNDELIVERED("WB-544", "The results of a run could not be delivered"),
  BAD_REPLAY_FILE("WB-120", "The file of a replay does not fit its run"),
  ORDER_NOT_UNIQUE("WB-121", "The columns of orderBy do not tell the rows of the DataSet apart"),
  NO_BATCHES("WB-122", "It is unknown which rows of the DataSet are new"),
  BAD_FAULT_RULE("WB-131", "A fault rule of the sandbox is invalid"),
  BAD_REQUEST("WB-140", "A request for a run is invalid"),
  NOT_TEXT("WB-141", "A message is not a text message"),
  REQUEST_TOO_LARGE("WB-142", "A message or a body is larger than allowed"),
  REQUEST_CONFLICT("WB-143", "A requestId was already used for a different request"),
  API_TOKEN("WB-144", "A request to the HTTP API has no valid token"),
  API_CALL("WB-145", "The HTTP API has no such path, method or media type"),
  API_BUSY("WB-146", "The HTTP API has too many requests in progress"),
  BAD_ROW("WB-147", "A row message is invalid"),

  DATASET_NOT_FOUND("WB-201", "The DataSet does not exist"),
  DATASET_DELETED("WB-202", "The DataSet was deleted"),
  DATASET_FORBIDDEN("WB-203", "No access to the DataSet"),
  SOURCE_LOGIN("WB-204", "The source refused the credentials"),
  SOURCE_UNAVAILABLE("WB-205", "The source returned an unexpected response, or none"),
  EXPORT_NOT_CSV("WB-206", "The export is not a CSV file"),
  EXPORT_INCOMPLETE("WB-207", "The export is missing rows"),
  EXPORT_MOVED("WB-208", "The DataSet changed while it was exported"),
  EXPORT_STALLED("WB-209", "The export moved no bytes for too long"),
  SNAPSHOT_QUOTA("WB-210", "The snapshot would be larger than allowed"),
  BAD_CSV("WB-211", "The rows are not well-formed CSV"),
  BAD_HEADER("WB-212", "The header is empty, repeated, or not the one of the schema"),
  BAD_ENCODING("WB-213", "The rows are not in the expected character set"),
  SNAPSHOT_IO("WB-214", "The snapshot cannot be written or read"),
  DATASET_SETTLING("WB-215", "The DataSet was refreshed so recently that its rows may be outdated"),
  EXPORT_CODING("WB-216", "The export is compressed in a way that cannot be read"),
  CELL_TYPE("WB-217", "A cell does not match the type of its column"),
  BAD_JSON("WB-218", "The rows are not well-formed JSON"),
  STORAGE_AWAY("WB-220", "The storage for the files of runs cannot be reached"),
  STORAGE_REFUSED("WB-221", "The storage for the files of runs refuses a request"),
  STORAGE_DAMAGED("WB-222", "A file of a run is not in the storage as it was stored"),
  ROWS_CHANGED("WB-223", "The rows of an interrupted run are gone, and its source has others now"),

  KEY_INVALID("WB-301", "The row has no usable key"),
  VALUE_INVALID("WB-302", "A cell cannot be converted to the type of its field"),
  ROW_REFUSED("WB-303", "The destination refused the row"),
  ROW_TOO_LARGE("WB-304", "The row is larger than a request may be"),
  CONFLICT("WB-305", "The object was changed by someone else while the write was in doubt"),
  CHANGED_SINCE("WB-306", "The object was changed by someone else since the plan was made"),
  RULE_VALUE("WB-310", "A cell is none of the values that a rule of its column names"),
  RULE_FORMAT("WB-311", "A cell is not written as a rule of its column says"),
  RULE_BLANK("WB-312", "A cell is blank, and a rule of its column forbids that"),
  FILL_UNREADABLE("WB-314", "It is unknown whether a field that is only filled in is blank"),
  RULES_STOPPED("WB-313", "Rules reject rows of a destination that takes all rows or none"),
  TRANSFORM_FAILED("WB-315", "The step for your own code failed for the row"),
  TRANSFORM_STOPPED(
      "WB-316", "Your own code has no result for rows of a destination that takes all or none"),

  NO_KEY_COLUMN("WB-401", "The DataSet has no key column"),
  AMBIGUOUS_FIELD("WB-402", "A column fits more than one field, or a field more than one column"),
  NOTHING_MAPPED("WB-403", "No column fits a field that can be written"),
  UNKNOWN_FIELD("WB-404", "A named field or column does not exist"),
  UNKNOWN_OBJECT("WB-405", "The destination has no such object"),
  DESTINATION_LOGIN("WB-406", "The destination refused the credentials"),
  DESTINATION_UNAVAILABLE("WB-407", "The destination returned an unexpected response, or none"),
  DESTINATION_REDIRECTS("WB-408", "The destination redirects, or cannot be trusted"),
  BATCH_REFUSED("WB-409", "The destination refuses every record for the same reason"),
  TOO_MANY_REJECTS("WB-410", "More rows were rejected than allowed"),
  ANSWER_UNKNOWN("WB-411", "The destination answered something that proves nothing"),
  ADDRESS_REFUSED("WB-412", "An address of a private network was refused"),
  UNMATCHED_COLUMN("WB-413", "A column fits no field"),
  COLUMN_LOST("WB-414", "A column that the last complete run wrote cannot be written now"),
  REGION_TOO_SMALL("WB-421", "The DataSet does not fit into the region"),
  REGION_OCCUPIED("WB-422", "The data would cover cells that this writeback did not write"),
  CELL_REFUSED("WB-423", "A cell cannot be written as it is"),
  NO_ROWS("WB-424", "The DataSet has no rows"),
  SHRUNK("WB-425", "The DataSet has far fewer rows than the last run wrote"),
  BLOCK_REFUSED("WB-426", "The destination refused a block, or did not carry it out"),
  TOO_MANY_CELLS("WB-427", "The DataSet has more cells than a spreadsheet may have"),
  SHEET_AMBIGUOUS("WB-428", "Several sheets have the title"),
  DATASET_LOCKED("WB-429", "The run would write to the locked range of a dataset"),
  DATASET_NOT_WRITABLE("WB-431", "No right to write to the dataset"),
  FILE_REFUSED("WB-432", "The destination refused the file, or could not read it"),
  FORM_MISSING("WB-433", "The object carries no custom form that has the field"),
  OBJECT_NOT_FOUND("WB-434", "The object does not exist or is not visible"),
  FIELD_IGNORED("WB-435", "The destination does not change the field by an update"),
  MATCH_AMBIGUOUS("WB-436", "Several objects or several rows have the value that is matched by"),
  MATCH_MISSING("WB-437", "No object has the value that is matched by"),
  OBJECT_VANISHED("WB-438", "An object that this writeback knew is not found any more"),
  CREATE_IN_DOUBT("WB-439", "The object may or may not have been created"),
  REQUIRED_MISSING("WB-440", "A new object lacks a field that the destination requires"),
  CREATES_STAY("WB-441", "An undo does not delete the objects that a run created"),
  UNKNOWN_FORM("WB-442", "The custom form does not exist, or is not one of the object"),

  LOGIN_UNAVAILABLE("WB-451", "The login returned an unexpected response, or none"),
  TOKEN_STORE("WB-452", "The stored token of an account cannot be read or stored"),
  ATOMIC_REFUSED("WB-453", "The destination refused the batch that the row is in"),
  GONE_OVER_LIMIT("WB-454", "Too many objects are gone to clear or delete them"),
  GONE_UNKNOWN("WB-455", "It is unknown which objects are gone"),
  GONE_REFUSED("WB-456", "An object whose row is gone could not be cleared or deleted"),
  DELETED_FOR_GOOD("WB-457", "An undo does not restore deleted objects"),

  FORM_REFUSED("WB-460", "The custom form could not be attached to the object"),
  FORMS_STAY("WB-461", "An undo does not detach the custom forms that a run attached"),

  LEDGER_FAILED("WB-501", "The ledger cannot be read or written"),
  BOOKS_OPEN("WB-502", "The counts of a run do not add up"),
  PLAN_UNKNOWN("WB-503", "The stored plan of a run is of another version"),
  INTERRUPTED("WB-504", "The run was stopped from outside"),
  CANNOT_RESUME("WB-505", "An interrupted run cannot be resumed"),
  RUN_CANCELLED("WB-506", "The run was cancelled"),
  EARLIER_RUN_OPEN(
      "WB-510", "An earlier run on the target is unfinished, so the target's content is unknown"),
  HELD("WB-512", "An earlier run on the target has to be resolved first"),
  OVERTAKEN("WB-511", "A newer run of the writeback has taken the place of this one"),
  DATA_EXPOSED("WB-519", "Others may read or write the data directory"),
  RUN_LOST("WB-513", "Another process has the run now, or it has ended"),
  SCRATCH_FAILED("WB-514", "A scratch file of the run cannot be written or read"),
  TARGET_LOST("WB-520", "Another process may have the run's target"),
  RUN_DEADLINE("WB-521", "The run exceeded its deadline"),
  PAUSED_BY_PERSON("WB-523", "A person paused the run"),
  RETRY_BUDGET("WB-522", "Too many requests of the run had to be sent again"),
  RUN_REMOVED("WB-525", "The run ended long ago and is being removed"),
  CHANGES_FILE(
      "WB-526", "The changes of a plan, or what a run overwrites, cannot be written or read"),
  APPROVAL_NEEDED("WB-527", "A person has to approve what the run would change"),
  PLAN_EXPIRED("WB-528", "The plan is too old to be applied"),
  PLAN_OUTDATED("WB-529", "The writeback or the destination has changed since the plan was made"),
  NOT_A_PLAN("WB-530", "The run does not wait for approval"),
  QUEUE_FAILED("WB-531", "The broker cannot be reached or does not work"),
  MESSAGE_GIVEN_UP("WB-532", "A message was delivered again and again without being accepted"),
  API_FAILED("WB-533", "The HTTP API or the health page cannot listen"),
  PROCESS_BROKEN("WB-534", "An internal failure left the program unreliable"),
  QUEUE_DISK_FULL("WB-536", "The disk of the embedded broker is full"),
  QUEUE_NO_TRANSACTION("WB-537", "The broker does not support transactions"),
  CANNOT_UNDO("WB-538", "What the run overwrote cannot be put back"),
  LEDGER_UPGRADED("WB-560", "A newer version has upgraded the ledger"),
  OUT_OF_MEMORY("WB-535", "The memory of the process ran out"),
  INTERNAL("WB-599", "A bug in camel-writeback");

  private final String id;
  private final String meaning;

  Code(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** As people see it, also in JSON: {@code WB-} and three digits. */
  @JsonValue
  public String id() {
    return id;
  }

  /** Whether a person has to change the configuration, or the DataSet that it names. */
  public boolean isConfiguration() {
    return id.startsWith("WB-1")
        || switch (this) {
          case UNKNOWN_COMMAND,
              UNKNOWN_OPTION,
              COMMAND_LINE,
              NO_KEY_COLUMN,
              AMBIGUOUS_FIELD,
              NOTHING_MAPPED,
              UNKNOWN_FIELD,
              UNKNOWN_OBJECT,
              UNMATCHED_COLUMN,
              COLUMN_LOST,
              REGION_TOO_SMALL,
              SHEET_AMBIGUOUS ->
              true;
          default -> false;
        };
  }

  /**
   * Whether a value is missing or unusable in this process, though another process that is started
   * with another environment may have it. Only who needs the value has to refuse.
   */
  public boolean isMissingHere() {
    return switch (this) {
      case MISSING_VALUE, UNRESOLVED_PLACEHOLDER, SECRET_FILE, TEXT_LOST -> true;
      default -> false;
    };
  }

  public static Optional<Code> of(String id) {
    return Arrays.stream(values()).filter(code -> code.id.equals(id)).findFirst();
  }

  /** What the code stands for, in half a sentence. */
  public String meaning() {
    return meaning;
  }

  @Override
  public String toString() {
    return id;
  }
}
