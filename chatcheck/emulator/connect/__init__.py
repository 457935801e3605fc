"""The store of the embedded Amazon Connect: what is provisioned, by API or by CloudFormation."""
