#!/bin/sh
# What people do without a tool: the AWS CLI in a loop. It hears nothing, since it has no websocket.
# usage: shell_loop.sh AWS ENDPOINT INSTANCE FLOW CHATS
set -e
aws=$1 endpoint=$2 instance=$3 flow=$4 chats=$5
while [ "$chats" -gt 0 ]; do
  chats=$((chats - 1))
  token=$("$aws" connect start-chat-contact --endpoint-url "$endpoint" --instance-id "$instance" \
    --contact-flow-id "$flow" --participant-details DisplayName=Bench --query ParticipantToken --output text)
  token=$("$aws" connectparticipant create-participant-connection --endpoint-url "$endpoint" \
    --type WEBSOCKET CONNECTION_CREDENTIALS --participant-token "$token" \
    --query ConnectionCredentials.ConnectionToken --output text)
  "$aws" connectparticipant send-message --endpoint-url "$endpoint" --content-type text/plain --content hi \
    --connection-token "$token" >/dev/null
  "$aws" connectparticipant get-transcript --endpoint-url "$endpoint" --connection-token "$token" >/dev/null
  "$aws" connectparticipant disconnect-participant --endpoint-url "$endpoint" --connection-token "$token" >/dev/null
done
