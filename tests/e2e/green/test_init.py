"""Who has chats to check, and nothing of ours deployed: from an empty folder to a chat that is held."""

from tests.e2e.places import CHATCHECK


def test_the_first_spec_is_held_as_it_is_against_a_flow_that_welcomes(local_aws, deployment, tmp_path):
    instance, flow = deployment["InstanceId"], deployment["FlowWelcomeId"]
    local_aws.run(CHATCHECK, "init", ".", "--instance-id", instance, "--flow", f"shop={flow}", cwd=tmp_path)

    answer = local_aws.run(CHATCHECK, "run", "--outputs", "deployment.json", cwd=tmp_path)

    assert "1 passed" in answer.stdout
    assert "ok    flow shop" in (
        local_aws.run(CHATCHECK, "doctor", "--outputs", "deployment.json", cwd=tmp_path).stdout
    )
    assert local_aws.open_chats() == 0
