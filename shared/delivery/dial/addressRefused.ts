/** A host name stands for an address that must not be dialled; nothing was sent. Shows neither of them. */
export class AddressRefused extends Error {
  constructor() {
    super("the host has an address that this service must not call");
    this.name = "AddressRefused";
  }
}
