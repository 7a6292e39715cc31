package io.writeback.destination.workfront.mapping;

/** Where it is known from how the values of a field are written. */
enum FieldSource {
  /** The object's metadata says it, as it does of every native field. */
  METADATA("metadata"),
  /** The tenant's list of custom fields (Parameters) says it. */
  PARAM("PARAM"),
  /**
   * The metadata says it of a custom field that PARAM does not describe: it knows string, double
   * and date only, and no list, no calculated field, no rich text, no reference.
   */
  FALL_BACK("fall-back"),
  /** Nothing says it: the route names a field that the tenant does not list. */
  EXPLICIT("explicit");

  private final String shown;

  FieldSource(String shown) {
    this.shown = shown;
  }

  /** As check and discover show it. */
  String shown() {
    return shown;
  }
}
