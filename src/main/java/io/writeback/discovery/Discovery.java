package io.writeback.discovery;

/** What the accounts of one kind of system can be asked for, by people who look for a name. */
public interface Discovery {
  /**
   * One way to call {@code discover}, for its help.
   *
   * @param item what is looked into: {@code SPREADSHEET}; "" for the account itself
   * @param shows what is listed
   */
  record Usage(String item, String shows) {}

  /**
   * What the account holds: DataSets, objects.
   *
   * @param account the name of the account; only this one has to be configured
   * @param name only what has this in its name, in any case; "" for all
   * @throws io.writeback.problem.ConfigurationException if the account cannot be used
   * @throws io.writeback.problem.WritebackException if it cannot be asked
   */
  Listing all(String account, String name);

  /**
   * What one of them is made of: columns, fields.
   *
   * @param item as people write it in a route
   * @throws io.writeback.problem.ConfigurationException also if {@code item} can be no such thing
   */
  Listing inside(String account, String item, String name);
}
